using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace NovaFence.Cloud.Tests.Page;

/// <summary><c>novafence sandbox</c> as a process, and what its senders and its power buttons do.</summary>
public sealed class RunningSandbox : IAsyncDisposable
{
    public const string OperatorToken = "operator-token-of-32-characters!";
    private const string SenderToken = "sender-token-of-the-alertmanager";

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("novafence-page-");
    private readonly RunningProgram _program;
    private readonly HttpClient _http = new();

    private RunningSandbox(string? config)
    {
        List<string> arguments = [Built.Server, "sandbox", "--port", "0", "--token", SenderToken, "--operator-token", OperatorToken, "--data", _data.FullName];
        if (config is not null)
        {
            var file = Path.Combine(_data.FullName, "wanted.json");
            File.WriteAllText(file, config);
            arguments.AddRange(["--config", file]);
        }

        _program = new RunningProgram("dotnet", arguments);
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>What commands and another server on the same cloud and ledger are to read.</summary>
    public string Configuration { get; private set; } = null!;

    public static async Task<RunningSandbox> StartAsync(string? config = null)
    {
        var sandbox = new RunningSandbox(config);
        var server = await sandbox._program.LineAsync(line => line.TrimStart().StartsWith("server ", StringComparison.Ordinal), "its address");
        sandbox.Address = new Uri(server.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1]);
        var command = await sandbox._program.LineAsync(line => line.Contains(" hosts --config ", StringComparison.Ordinal), "its configuration");
        sandbox.Configuration = command.Split(' ')[^1].Trim('\'');
        return sandbox;
    }

    public Task CrashAsync(string host) => PostAsync($"/sandbox/hosts/{host}/crash", OperatorToken, "");

    public Task BootAsync(string host) => PostAsync($"/sandbox/hosts/{host}/boot", OperatorToken, "");

    /// <summary>Another operator's pause, by the API.</summary>
    public Task PauseAsync(string host) => SendAsync(HttpMethod.Put, "/api/pause", OperatorToken, JsonSerializer.Serialize(new { host, @for = "2h", reason = "new disks" }));

    /// <summary>What Alertmanager sends.</summary>
    /// <param name="host">The host that the alert names.</param>
    /// <param name="fenced">Whether it says that the host is fenced, which is the sandbox's evidence.</param>
    /// <param name="status"><c>firing</c> or <c>resolved</c>.</param>
    /// <param name="name">Its <c>alertname</c>.</param>
    /// <param name="link">Its <c>generatorURL</c>.</param>
    public async Task<string> AlertAsync(string host, bool fenced = true, string status = "firing", string name = "HostDown", string link = "http://prometheus.example.org:9090/graph?g0.expr=up")
    {
        var labels = new Dictionary<string, string> { ["alertname"] = name, ["host"] = host };
        if (fenced)
            labels["fenced"] = "true";
        var alert = new
        {
            version = "4",
            groupKey = "{}",
            truncatedAlerts = 0,
            status,
            receiver = "novafence",
            groupLabels = new { },
            commonLabels = new { },
            commonAnnotations = new { },
            externalURL = "http://alertmanager.example.org:9093",
            alerts = new[]
            {
                new
                {
                    status,
                    labels,
                    annotations = new { },
                    startsAt = DateTimeOffset.UtcNow.AddMinutes(-1),
                    endsAt = status == "resolved" ? DateTimeOffset.UtcNow : DateTimeOffset.MinValue,
                    generatorURL = link,
                    fingerprint = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(host + name)).AsSpan(0, 8)),
                },
            },
        };
        return await PostAsync("/api/webhooks/alertmanager", SenderToken, JsonSerializer.Serialize(alert));
    }

    /// <summary>What the API says of a host.</summary>
    public async Task<JsonElement> HostAsync(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address, $"/api/hosts/{host}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", OperatorToken);
        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
    }

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        _http.Dispose();
        _data.Delete(recursive: true);
    }

    private Task<string> PostAsync(string path, string token, string body) => SendAsync(HttpMethod.Post, path, token, body);

    private async Task<string> SendAsync(HttpMethod method, string path, string token, string body)
    {
        using var request = new HttpRequestMessage(method, new Uri(Address, path)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        answer.IsSuccessStatusCode.Should().BeTrue(text);
        return text;
    }
}
