using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Commands;

/// <summary>One JSON for one thing: what a command prints with <c>--json</c> is what the API answers, field by field.</summary>
public sealed class OneJsonTests(OneJsonTests.Server one) : IClassFixture<OneJsonTests.Server>
{
    private static readonly string Delivery =
        $$"""
        {"version":"4","alerts":[
          {"status":"firing","labels":{"alertname":"HostDown","host":"compute4"},"startsAt":"{{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ssZ}}","fingerprint":"f4"},
          {"status":"firing","labels":{"alertname":"HostDown","host":"compute9"},"startsAt":"{{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ssZ}}","fingerprint":"f9"}]}
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_hosts()
    {
        await one.Given.RunAsync("force-down", "compute2", "--reason", "it's \"dead\"");
        IsTheSame(await one.Given.RunAsync("hosts", "--json"), await one.AskAsync(HttpMethod.Get, "/api/hosts"));
    }

    [Fact]
    public async Task An_audit()
    {
        var printed = await one.Given.RunAsync("audit", "--json");
        IsTheSame(printed, await one.AskAsync(HttpMethod.Post, "/api/audit"), "at", "elapsed_ms");
    }

    [Fact]
    public async Task The_last_audits()
    {
        await one.Given.RunAsync("audit");
        IsTheSame(await one.Given.RunAsync("audit", "--history", "3", "--json"), await one.AskAsync(HttpMethod.Get, "/api/audit?limit=3"));
    }

    [Fact]
    public async Task An_explanation()
    {
        await File.WriteAllTextAsync(one.Given.Surroundings.File("delivery.json"), Delivery, Token);
        IsTheSame(await one.Given.RunAsync("explain", "delivery.json", "--json"), await one.AskAsync(HttpMethod.Post, "/api/explain", Delivery), "seen_at", "report_age", "seen_age", "looked_at");
    }

    [Fact]
    public async Task An_operators_word()
    {
        var printed = await one.Given.RunAsync("force-down", "compute5", "--json");
        await one.Given.RunAsync("force-down", "compute5", "--unset");
        var answered = await one.AskAsync(HttpMethod.Put, "/api/hosts/compute5/force-down", """{"forced_down":true}""");
        printed.Json["outcomes"]![0]!["reason"]!.GetValue<string>().Should().Contain("by cli ");
        // Through which door it came is in the reason.
        IsTheSame(printed, answered, "elapsed_ms", "reason");
    }

    [Fact]
    public async Task The_pauses()
    {
        await one.Given.RunAsync("pause", "--host", "compute3", "--reason", "new RAM", "--for", "2h");
        IsTheSame(await one.Given.RunAsync("resume", "--json"), await one.AskAsync(HttpMethod.Get, "/api/pause"));
    }

    /// <summary>But for these fields, which tell of the moment.</summary>
    private static void IsTheSame(Ended printed, JsonNode answered, params string[] but)
    {
        Fields(printed.Json, "", but).Should().Equal(Fields(answered, "", but), "it said {0}", printed.Error);
    }

    private static IEnumerable<string> Fields(JsonNode? node, string path, string[] but) => node switch
    {
        JsonObject parts => parts.Where(part => !but.Contains(part.Key)).SelectMany(part => Fields(part.Value, $"{path}.{part.Key}", but)).Prepend($"{path} {{{string.Join(' ', parts.Select(part => part.Key))}}}"),
        JsonArray items => items.SelectMany((item, index) => Fields(item, $"{path}[{index}]", but)).Prepend($"{path} [{items.Count}]"),
        _ => [$"{path} = {node?.ToJsonString() ?? "null"}"],
    };

    /// <summary>A server beside the commands, on one cloud and one ledger.</summary>
    public sealed class Server : IAsyncLifetime
    {
        private Novafence _program = null!;
        private HttpClient _client = null!;

        public CloudAndLedger Given { get; } = new();

        public async ValueTask InitializeAsync()
        {
            await Given.InitializeAsync();
            Given.Surroundings.Variables["NovaFence__Budget__MaxHosts"] = "5";
            Given.Surroundings.Variables["NovaFence__Budget__MaxShare"] = "1";
            Given.Surroundings.Variables["NovaFence__Audit__Schedule"] = "0 0 0 29 2 *";
            _program = Novafence.Start(Given.Surroundings, "serve", "--port", "0");
            _client = await _program.WhenReadyAsync(CloudAndLedger.OperatorToken);
        }

        public async Task<JsonNode> AskAsync(HttpMethod method, string path, string? body = null)
        {
            using var request = new HttpRequestMessage(method, path);
            if (body is not null)
                request.Content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
            using var answer = await _client.SendAsync(request, Token);
            answer.EnsureSuccessStatusCode();
            return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!;
        }

        public async ValueTask DisposeAsync()
        {
            _client.Dispose();
            await _program.DisposeAsync();
            await Given.DisposeAsync();
        }
    }
}
