using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace NovaFence.Cloud.Tests;

/// <summary>
/// The Nova that <c>OS_*</c> names, asked with nothing of ours in between, when <c>NOVAFENCE_CONTRACT_CLOUD=real</c> says that tests may have it.
/// <c>NOVAFENCE_CONTRACT_COMPUTE</c> is the command that stops and starts its services, called as <c>$command stop nova-api</c>.
/// </summary>
internal sealed class RealNova : IDisposable
{
    private readonly HttpClient _http = new() { DefaultRequestHeaders = { ConnectionClose = true } };
    private readonly string _compute;

    private RealNova(string token, string compute)
    {
        _compute = compute;
        _http.DefaultRequestHeaders.Add("X-Auth-Token", token);
        _http.DefaultRequestHeaders.Add("X-OpenStack-Nova-API-Version", "2.53");
    }

    /// <summary>Skips the test where there is none.</summary>
    public static async Task<RealNova> SignInAsync()
    {
        Assert.SkipUnless(
            Variable("NOVAFENCE_CONTRACT_CLOUD") == "real" && Variable("OS_AUTH_URL") is not null && Variable("NOVAFENCE_CONTRACT_COMPUTE") is not null,
            "No real cloud: NOVAFENCE_CONTRACT_CLOUD is not 'real', or OS_* and NOVAFENCE_CONTRACT_COMPUTE do not name one. '.ci/run' makes one.");

        using var http = new HttpClient { DefaultRequestHeaders = { ConnectionClose = true } };
        using var content = new StringContent(SignIn().ToJsonString(), Encoding.UTF8, "application/json");
        using var reply = await http.PostAsync(new Uri($"{Variable("OS_AUTH_URL")}/auth/tokens"), content, TestContext.Current.CancellationToken);
        reply.EnsureSuccessStatusCode();
        var issued = JsonNode.Parse(await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["token"]!;
        var compute = issued["catalog"]!.AsArray().Single(service => (string?)service!["type"] == "compute")!["endpoints"]!.AsArray()
            .First(endpoint => (string?)endpoint!["interface"] == "public")!["url"]!;
        return new RealNova(reply.Headers.GetValues("X-Subject-Token").Single(), (string)compute!);
    }

    /// <summary>What Nova's own os-services says of the host.</summary>
    public async Task<bool> IsForcedDownAsync(string host)
    {
        var reply = await _http.GetStringAsync(new Uri($"{_compute}/os-services?binary=nova-compute&host={host}"), TestContext.Current.CancellationToken);
        return (bool)JsonNode.Parse(reply)!["services"]!.AsArray().Single()!["forced_down"]!;
    }

    public Task StopApiAsync() => RunAsync("stop");

    /// <summary>Starts it and waits until it answers.</summary>
    public async Task StartApiAsync()
    {
        await RunAsync("start");
        await Patience.UntilAsync("Nova's API answers", async () => (await _http.GetAsync(new Uri(_compute), TestContext.Current.CancellationToken)).IsSuccessStatusCode);
    }

    public void Dispose() => _http.Dispose();

    private static async Task RunAsync(string verb)
    {
        // Its output goes nowhere: what it starts keeps it open, and runs on.
        var command = $"{Variable("NOVAFENCE_CONTRACT_COMPUTE")} {verb} nova-api >/dev/null 2>&1 </dev/null";
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]))!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.Should().Be(0, command);
    }

    private static JsonObject SignIn()
    {
        var domain = new JsonObject { ["name"] = "Default" };
        var user = new JsonObject { ["name"] = Variable("OS_USERNAME"), ["password"] = Variable("OS_PASSWORD"), ["domain"] = domain };
        var project = new JsonObject { ["name"] = Variable("OS_PROJECT_NAME"), ["domain"] = domain.DeepClone() };
        var identity = new JsonObject { ["methods"] = new JsonArray("password"), ["password"] = new JsonObject { ["user"] = user } };
        return new JsonObject { ["auth"] = new JsonObject { ["identity"] = identity, ["scope"] = new JsonObject { ["project"] = project } } };
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
