using System.Diagnostics;
using NovaFence.Sandbox;

namespace NovaFence.OpenStack.Tests.Wire;

public sealed class SandboxTests
{
    [Fact]
    public async Task A_token_forces_a_host_down()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        var watch = Stopwatch.StartNew();
        await using SandboxCloud cloud = await SandboxCloud.StartAsync(cancellation: cancellation);
        TestContext.Current.TestOutputHelper!.WriteLine($"{watch.ElapsedMilliseconds} ms");
        watch.Restart();
        await using (SandboxCloud second = await SandboxCloud.StartAsync(cancellation: cancellation))
            TestContext.Current.TestOutputHelper!.WriteLine($"second {watch.ElapsedMilliseconds} ms");
        using var http = new HttpClient();
        string json = "{\"auth\":{\"identity\":{\"methods\":[\"application_credential\"],\"application_credential\":{\"id\":\"" + cloud.Admin.ApplicationCredentialId
            + "\",\"secret\":\"" + cloud.Admin.ApplicationCredentialSecret + "\"}}}}";
        using var body = new StringContent(json, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        using HttpResponseMessage tokenReply = await http.PostAsync(new Uri(cloud.AuthUrl + "/auth/tokens"), body, cancellation);
        TestContext.Current.TestOutputHelper!.WriteLine(await tokenReply.Content.ReadAsStringAsync(cancellation));
        tokenReply.StatusCode.Should().Be(System.Net.HttpStatusCode.Created);
        http.DefaultRequestHeaders.Add("X-Auth-Token", tokenReply.Headers.GetValues("X-Subject-Token"));
        http.DefaultRequestHeaders.Add("X-OpenStack-Nova-API-Version", "2.53");
        TestContext.Current.TestOutputHelper!.WriteLine(await http.GetStringAsync(new Uri(cloud.ComputeUrl + "/os-services"), cancellation));
        TestContext.Current.TestOutputHelper!.WriteLine(await http.GetStringAsync(cloud.ComputeUrl, cancellation));
        cloud.Requests.Count.Should().Be(3);
    }
}
