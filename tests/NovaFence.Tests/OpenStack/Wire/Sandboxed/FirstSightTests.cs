using System.Diagnostics;
using NovaFence.Sandbox;

namespace NovaFence.OpenStack.Tests.Wire.Sandboxed;

public sealed class FirstSightTests
{
    [Fact]
    public async Task A_token_costs_each_worker_its_first_sight()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        var delay = TimeSpan.FromMilliseconds(150);
        await using SandboxCloud cloud = await SandboxCloud.StartAsync(new() { ApiWorkers = 2, FirstSightDelay = delay }, cancellation);
        using var http = new HttpClient();
        using var auth = new StringContent(
            new WireCredential(cloud.Admin.ApplicationCredentialId, "", cloud.Admin.ApplicationCredentialSecret).Auth(), System.Text.Encoding.UTF8, "application/json");
        await auth.LoadIntoBufferAsync(cancellation);
        using HttpResponseMessage token = await http.PostAsync(new Uri(cloud.AuthUrl + "/auth/tokens"), auth, cancellation);
        string value = token.Headers.GetValues("X-Subject-Token").Single();

        // Every connection goes to the next worker: two pay, the third is back at the first.
        TimeSpan[] times = [await OneAsync(cloud, value), await OneAsync(cloud, value), await OneAsync(cloud, value)];

        times[..2].Should().OnlyContain(t => t >= delay - TimeSpan.FromMilliseconds(20));
        cloud.ForgetTokens();
        (await OneAsync(cloud, value)).Should().BeGreaterThan(delay - TimeSpan.FromMilliseconds(20));
    }

    private static async Task<TimeSpan> OneAsync(SandboxCloud cloud, string token)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("X-Auth-Token", token);
        var watch = Stopwatch.StartNew();
        using HttpResponseMessage reply = await http.GetAsync(new Uri(cloud.ComputeUrl + "/os-services"), TestContext.Current.CancellationToken);
        reply.EnsureSuccessStatusCode();
        return watch.Elapsed;
    }
}
