using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace NovaFence.Cloud.Tests;

/// <summary>
/// The Nova that <c>OS_*</c> names, asked with nothing of ours in between, when <c>NOVAFENCE_CONTRACT_CLOUD=real</c> says that tests may have it.
/// <c>NOVAFENCE_CONTRACT_COMPUTE</c> is the command that stops and starts its services, called as <c>$command stop nova-api</c>;
/// <c>$command crash compute1</c> ends one in the midst of what it does.
/// </summary>
internal sealed class RealNova : IDisposable
{
    /// <summary>An API that starts takes the connection at once and answers when all its processes have loaded Nova: beside other work within minutes.</summary>
    private readonly HttpClient _http = new() { DefaultRequestHeaders = { ConnectionClose = true }, Timeout = 2 * Patience.Bound };
    private readonly string _compute;

    private RealNova(string token, string compute)
    {
        _compute = compute;
        _http.DefaultRequestHeaders.Add("X-Auth-Token", token);
        _http.DefaultRequestHeaders.Add("X-OpenStack-Nova-API-Version", "2.74");
    }

    /// <summary>Whether there is one.</summary>
    public static bool IsThere => new NeedsRealNovaAttribute { ThatStops = true }.Missing is null;

    public static async Task<RealNova> SignInAsync()
    {
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
        var service = await ServiceAsync(host);
        return (bool)service!["forced_down"]!;
    }

    /// <summary>Somebody else forces a host down, or unsets it.</summary>
    public async Task SetForcedDownAsync(string host, bool forcedDown)
    {
        var service = await ServiceAsync(host);
        await CallAsync(HttpMethod.Put, $"os-services/{service!["id"]}", new JsonObject { ["forced_down"] = forcedDown });
    }

    /// <summary>A person disables a host's service, or changes the reason.</summary>
    public async Task DisableAsync(string host, string reason)
    {
        var service = await ServiceAsync(host);
        await CallAsync(HttpMethod.Put, $"os-services/{service!["id"]}", new JsonObject { ["status"] = "disabled", ["disabled_reason"] = reason });
    }

    public async Task EnableAsync(string host)
    {
        var service = await ServiceAsync(host);
        await CallAsync(HttpMethod.Put, $"os-services/{service!["id"]}", new JsonObject { ["status"] = "enabled" });
    }

    /// <summary>The service's status and the reason for it.</summary>
    public async Task<(string Status, string? Reason)> StatusAsync(string host)
    {
        var service = await ServiceAsync(host);
        return ((string)service!["status"]!, (string?)service["disabled_reason"]);
    }

    /// <summary>The host dies, and what Nova shows of it ages until it is no longer taken for a report.</summary>
    public async Task CrashAsync(string host)
    {
        await KillAsync(host);
        await AgedAsync(host);
    }

    /// <summary>Until what Nova shows of the host is older than a living one's is, by report interval and allowance. A PUT of anybody makes it young.</summary>
    public Task AgedAsync(string host) =>
        Patience.UntilAsync($"the last report of {host} has aged", async () => TimeProvider.System.GetUtcNow() - await ReportedAtAsync(host) > TimeSpan.FromSeconds(17));

    /// <summary>When it reported last, as Nova shows it.</summary>
    public async Task<DateTimeOffset> ReportedAtAsync(string host) =>
        DateTimeOffset.Parse((string)(await ServiceAsync(host))!["updated_at"]!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>Deletes the service of a host; its nova-compute registers it anew when it is started again.</summary>
    public async Task DeleteServiceAsync(string host) => await CallAsync(HttpMethod.Delete, $"os-services/{(await ServiceAsync(host))!["id"]}");

    /// <summary>Whether the service is listed and up.</summary>
    public async Task<bool> IsUpAsync(string host) => (string?)(await ServiceAsync(host))?["state"] == "up";

    /// <summary>A server on that host, once it is ACTIVE there.</summary>
    public async Task<string> CreateServerAsync(string host)
    {
        const string flavor = "1";
        if (!(await CallAsync(HttpMethod.Get, "flavors"))!["flavors"]!.AsArray().Any(known => (string?)known!["id"] == flavor))
            await CallAsync(HttpMethod.Post, "flavors", new JsonObject { ["flavor"] = new JsonObject { ["id"] = flavor, ["name"] = "findings.tiny", ["vcpus"] = 1, ["ram"] = 64, ["disk"] = 0 } });
        var wanted = new JsonObject
        {
            ["name"] = $"findings-{Guid.NewGuid():N}",
            ["imageRef"] = "11111111-2222-3333-4444-555555555555",
            ["flavorRef"] = flavor,
            ["networks"] = "none",
            ["host"] = host,
        };
        var id = (string)(await CallAsync(HttpMethod.Post, "servers", new JsonObject { ["server"] = wanted }))!["server"]!["id"]!;
        await Patience.UntilAsync("the server is ACTIVE", async () => (string?)(await CallAsync(HttpMethod.Get, $"servers/{id}"))!["server"]!["status"] == "ACTIVE");
        return id;
    }

    public Task DeleteServerAsync(string server) => CallAsync(HttpMethod.Delete, $"servers/{server}");

    public Task EvacuateAsync(string server, string to) =>
        CallAsync(HttpMethod.Post, $"servers/{server}/action", new JsonObject { ["evacuate"] = new JsonObject { ["host"] = to } });

    public async Task<string> EvacuationStatusAsync(string server) =>
        (string)(await CallAsync(HttpMethod.Get, $"os-migrations?migration_type=evacuation&instance_uuid={server}"))!["migrations"]![0]!["status"]!;

    /// <summary>Stops a service of the cloud by its name there: <c>nova-api</c>, <c>keystone</c>, <c>compute1</c>.</summary>
    public static Task StopAsync(string service) => RunAsync("stop", service);

    /// <summary>Ends a host's nova-compute as a loss of power does. One that is stopped may report for some seconds yet.</summary>
    public static Task KillAsync(string host) => RunAsync("crash", host);

    public static Task StartAsync(string service) => RunAsync("start", service);

    /// <summary>Starts a host's nova-compute and waits until Nova has heard of it.</summary>
    public async Task StartComputeAsync(string host)
    {
        await RunAsync("start", host);
        await Patience.UntilAsync($"nova-compute of {host} reports", () => IsListedAsync(host));
    }

    /// <summary>The same for one whose service was deleted: Nova has to map the host to its cell anew, or knows it by UUID only.</summary>
    public async Task RegisterAnewAsync(string host)
    {
        await StartComputeAsync(host);
        await RunAsync("discover", "");
    }

    public static Task StopApiAsync() => RunAsync("stop", "nova-api");

    /// <summary>Starts it and waits until it answers.</summary>
    public async Task StartApiAsync()
    {
        await RunAsync("start", "nova-api");
        await Patience.UntilAsync("Nova's API answers", async () => (await _http.GetAsync(new Uri(_compute), TestContext.Current.CancellationToken)).IsSuccessStatusCode);
    }

    public void Dispose() => _http.Dispose();

    private async Task<bool> IsListedAsync(string host) => await ServiceAsync(host) is not null;

    /// <summary>Null where Nova lists none.</summary>
    private async Task<JsonNode?> ServiceAsync(string host) =>
        (await CallAsync(HttpMethod.Get, $"os-services?binary=nova-compute&host={host}"))!["services"]!.AsArray().SingleOrDefault();

    private async Task<JsonNode?> CallAsync(HttpMethod method, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri($"{_compute}/{path}"));
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var reply = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        if (!reply.IsSuccessStatusCode)
            throw new HttpRequestException($"{method} {path}: {(int)reply.StatusCode} {text}");
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    private static async Task RunAsync(string verb, string service)
    {
        // Its output goes nowhere: what it starts keeps it open, and runs on.
        var command = $"{Variable("NOVAFENCE_CONTRACT_COMPUTE")} {verb} {service} >/dev/null 2>&1 </dev/null";
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
