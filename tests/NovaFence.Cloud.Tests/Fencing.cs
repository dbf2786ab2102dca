using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace NovaFence.Cloud.Tests;

/// <summary><c>novafence serve</c> as a process, with the README's own settings, the cloud of <c>OS_*</c>, and Azurite as its ledger.</summary>
internal sealed class Fencing : IAsyncDisposable
{
    private const string Listens = "novafence listens on ";

    private readonly RunningProgram _program;
    private readonly HttpClient _http;
    private readonly string _operatorToken;
    private readonly DirectoryInfo? _folder;

    private Fencing(RunningProgram program, string webhookToken, string operatorToken, DirectoryInfo? folder)
    {
        _folder = folder;
        _program = program;
        _operatorToken = operatorToken;
        WebhookToken = webhookToken;
        _http = new HttpClient { DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", operatorToken) } };
    }

    public string WebhookToken { get; }

    public string Address { get; private set; } = "";

    public string Log => _program.Said;

    /// <summary>What must not stand in a log.</summary>
    public IEnumerable<string> Secrets => [WebhookToken, _operatorToken, Environment.GetEnvironmentVariable("OS_PASSWORD")!];

    /// <summary>With a ledger of SQLite.</summary>
    public static Task<Fencing> StartAsync(params IEnumerable<(string Key, string Value)> more) => StartAsync(null, true, more);

    /// <param name="connectionString">Azurite's; null for a ledger of SQLite.</param>
    /// <param name="isReady">False where the cloud is away, and nothing of it can be known.</param>
    /// <param name="more">What is set beside the README's settings.</param>
    public static async Task<Fencing> StartAsync(string? connectionString, bool isReady = true, params IEnumerable<(string Key, string Value)> more)
    {
        var (webhook, command) = (RandomNumberGenerator.GetHexString(32), RandomNumberGenerator.GetHexString(32));
        var folder = connectionString is null ? Directory.CreateTempSubdirectory("novafence-ledger-") : null;
        var settings = new Dictionary<string, string>
        {
            ["NovaFence__Receivers__Alertmanager__Tokens__0"] = webhook,
            ["NovaFence__Access__OperatorTokens__0"] = command,
            // Other tests have hosts down beside, which count for the share whoever forced them down.
            ["NovaFence__Budget__MaxShare"] = "1",
            ["NovaFence__Budget__MaxPerHostPerHour"] = "100",
            // Tests about the release set their own.
            ["NovaFence__Routes__0__Release"] = "immediately",
            ["NovaFence__Release__SettleTime"] = "00:00:00",
            // Once a month: what Nova missed is done by the server's own timer, and not because the audit found it.
            ["NovaFence__Audit__Schedule"] = "0 0 0 1 * *",
        };
        if (folder is not null)
        {
            settings["NovaFence__Ledger__Sqlite__Path"] = Path.Combine(folder.FullName, "ledger.db");
        }
        else
        {
            settings["NovaFence__Ledger__Tables__ConnectionString"] = connectionString!;
            settings["NovaFence__Ledger__Tables__TableName"] = $"T{Guid.NewGuid():N}";
        }

        foreach (var (key, value) in more)
            settings["NovaFence__" + key] = value;
        var start = new ProcessStartInfo("dotnet", [Built.Server, "serve", "--port", "0", "--config", Repository.PathOf("docs/novafence.example.json")]);
        foreach (var (key, value) in settings)
            start.Environment[key] = value;
        var program = new RunningProgram(start);
        var fencing = new Fencing(program, webhook, command, folder);
        fencing.Address = (await program.LineAsync(IsAddress, "where it listens"))[Listens.Length..].TrimEnd('/');
        if (!isReady)
            return fencing;
        try
        {
            await Patience.UntilAsync("novafence is ready", async () =>
                (await fencing._http.GetAsync(new Uri(fencing.Address + "/api/health/ready"), TestContext.Current.CancellationToken)).IsSuccessStatusCode);
            await Patience.UntilAsync("novafence knows the hosts", async () => (await fencing.GetAsync("/api/hosts"))["hosts"]!.AsArray().Count > 0);
            return fencing;
        }
        catch
        {
            // Whoever started it never gets it, and cannot say this.
            TestContext.Current.TestOutputHelper?.WriteLine($"novafence did not become ready, and said:\n{fencing.Log}");
            await fencing.DisposeAsync();
            throw;
        }
    }

    /// <summary>What Alertmanager would post; answers with the status and the one outcome.</summary>
    public async Task<(HttpStatusCode Status, JsonNode? Outcome)> TellAsync(JsonObject labels, DateTimeOffset startsAt, DateTimeOffset? endsAt = null, bool fenced = true)
    {
        var alert = new JsonObject
        {
            ["status"] = endsAt is null ? "firing" : "resolved",
            ["labels"] = labels.DeepClone(),
            ["annotations"] = fenced ? new JsonObject { ["fenced"] = "true" } : [],
            ["startsAt"] = startsAt.ToString("O", CultureInfo.InvariantCulture),
            ["endsAt"] = (endsAt ?? default).ToString("O", CultureInfo.InvariantCulture),
            ["fingerprint"] = "cafe" + unchecked((uint)labels.ToJsonString().GetHashCode(StringComparison.Ordinal)).ToString("x8", CultureInfo.InvariantCulture),
        };
        var delivery = new JsonObject { ["version"] = "4", ["groupKey"] = "{}:{}", ["receiver"] = "novafence", ["status"] = "firing", ["truncatedAlerts"] = 0, ["alerts"] = new JsonArray(alert) };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address + "/api/webhooks/alertmanager"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", WebhookToken);
        request.Content = new StringContent(delivery.ToJsonString(), Encoding.UTF8, "application/json");
        using var reply = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return (reply.StatusCode, JsonNode.Parse(await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))?["outcomes"]?[0]);
    }

    /// <summary>Audits now, and answers with the report.</summary>
    public async Task<JsonNode> AuditAsync()
    {
        using var reply = await _http.PostAsync(new Uri(Address + "/api/audit"), null, TestContext.Current.CancellationToken);
        return JsonNode.Parse(await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>What an audit now finds of a host; null when nothing.</summary>
    public async Task<JsonNode?> FindAsync(string host) => (await AuditAsync())["findings"]!.AsArray().FirstOrDefault(finding => (string?)finding!["host"] == host);

    /// <summary>An operator's word, whatever an evacuation says.</summary>
    public async Task CommandAsync(string host, bool forcedDown)
    {
        using var content = new StringContent(new JsonObject { ["forced_down"] = forcedDown, ["reason"] = "test", ["force"] = true }.ToJsonString(), Encoding.UTF8, "application/json");
        using var reply = await _http.PutAsync(new Uri($"{Address}/api/hosts/{host}/force-down"), content, TestContext.Current.CancellationToken);
        reply.IsSuccessStatusCode.Should().BeTrue(await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Where the host stands in the ledger.</summary>
    public async Task<string> StateAsync(string host) => (string)(await GetAsync($"/api/hosts/{host}"))["state"]!;

    /// <summary>The verdicts on a host's alerts and what was done, oldest first, as <c>kind verdict reason</c>.</summary>
    public async Task<IReadOnlyList<string>> EventsAsync(string host) =>
        [.. (await GetAsync($"/api/hosts/{host}/events?limit=500"))["events"]!.AsArray()
            .Select(row => row!["event"]!)
            .Select(happened => $"{happened["kind"]} {happened["verdict"]} {happened["reason"]}")
            .Reverse()];

    /// <summary>What the host's alerts do, as the ledger has it.</summary>
    public async Task<IReadOnlyList<string>> AlertsAsync(string host) =>
        [.. (await GetAsync($"/api/hosts/{host}"))["alerts"]!.AsArray().Select(alert => (string)alert!["status"]!)];

    public async Task<bool> IsHeldAsync(string host) => (bool)(await GetAsync($"/api/hosts/{host}"))["held"]!;

    /// <summary>The force-downs and unsets that Nova confirmed, oldest first.</summary>
    public async Task<IReadOnlyList<string>> ConfirmedAsync(string host) =>
        [.. (await GetAsync($"/api/hosts/{host}/events?limit=500"))["events"]!.AsArray()
            .Select(row => row!["event"]!)
            .Where(happened => (string?)happened["kind"] == "outcome" && (string?)happened["verdict"] is "force-down" or "unset")
            .Select(happened => (string)happened["verdict"]!)
            .Reverse()];

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _program.DisposeAsync();
        _folder?.Delete(recursive: true);
    }

    private async Task<JsonNode> GetAsync(string path) =>
        JsonNode.Parse(await _http.GetStringAsync(new Uri(Address + path), TestContext.Current.CancellationToken))!;

    private static bool IsAddress(string line) => line.StartsWith(Listens, StringComparison.Ordinal);
}
