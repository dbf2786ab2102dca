using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace NovaFence.Cloud.Tests;

/// <summary><c>novafence serve</c> as a process, with the README's own settings, the cloud of <c>OS_*</c>, and Azurite as its ledger.</summary>
internal sealed class Fencing : IAsyncDisposable
{
    private const string Listens = "novafence listens on ";

    private readonly RunningProgram _program;
    private readonly HttpClient _http;
    private readonly string _operatorToken;

    private Fencing(RunningProgram program, string webhookToken, string operatorToken)
    {
        _program = program;
        _operatorToken = operatorToken;
        WebhookToken = webhookToken;
        _http = new HttpClient { DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", operatorToken) } };
    }

    public string WebhookToken { get; }

    public string Address { get; private set; } = "";

    public string Log => _program.Output;

    /// <summary>What must not stand in a log.</summary>
    public IEnumerable<string> Secrets => [WebhookToken, _operatorToken, Environment.GetEnvironmentVariable("OS_PASSWORD")!];

    public static async Task<Fencing> StartAsync(string connectionString)
    {
        var (webhook, command) = (RandomNumberGenerator.GetHexString(32), RandomNumberGenerator.GetHexString(32));
        var program = new RunningProgram("dotnet", [Built.Server, "serve", "--port", "0", "--config", Built.Document("novafence.example.json")], new Dictionary<string, string>
        {
            ["NovaFence__Ledger__Tables__ConnectionString"] = connectionString,
            ["NovaFence__Ledger__Tables__TableName"] = $"T{Guid.NewGuid():N}",
            ["NovaFence__Receivers__Alertmanager__Tokens__0"] = webhook,
            ["NovaFence__Access__OperatorTokens__0"] = command,
            // Once a month: what Nova missed comes to it by Alertmanager's repeat, and not because the audit found it.
            ["NovaFence__Audit__Schedule"] = "0 0 0 1 * *",
        });
        var fencing = new Fencing(program, webhook, command);
        await Patience.UntilAsync("novafence listens", () => Task.FromResult(program.Line(IsAddress) is not null));
        fencing.Address = program.Line(IsAddress)![Listens.Length..].TrimEnd('/');
        await Patience.UntilAsync("novafence is ready", async () =>
            (await fencing._http.GetAsync(new Uri(fencing.Address + "/api/health/ready"), TestContext.Current.CancellationToken)).IsSuccessStatusCode);
        return fencing;
    }

    /// <summary>Where the host stands in the ledger.</summary>
    public async Task<string> StateAsync(string host) => (string)(await GetAsync($"/api/hosts/{host}"))["state"]!;

    public async Task<bool> IsHeldAsync(string host) => (bool)(await GetAsync($"/api/hosts/{host}"))["held"]!;

    /// <summary>The force-downs and unsets that Nova confirmed, oldest first.</summary>
    public async Task<IReadOnlyList<string>> ConfirmedAsync(string host) =>
        [.. (await GetAsync($"/api/hosts/{host}/events?limit=500"))["events"]!.AsArray()
            .Where(happened => (string?)happened!["kind"] == "outcome" && (string?)happened["verdict"] != "failed")
            .Select(happened => (string)happened!["verdict"]!)
            .Reverse()];

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _program.DisposeAsync();
    }

    private async Task<JsonNode> GetAsync(string path) =>
        JsonNode.Parse(await _http.GetStringAsync(new Uri(Address + path), TestContext.Current.CancellationToken))!;

    private static bool IsAddress(string line) => line.StartsWith(Listens, StringComparison.Ordinal);
}
