using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Commands;

/// <summary>One JSON for one thing: what a command prints with <c>--json</c>, directly or from a server, is what the API answers, field by field.</summary>
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
        // What Nova said is each process's own, and says of when it is.
        await IsTheSameAsync(["hosts"], HttpMethod.Get, "/api/hosts", null, "nova");
        await IsTheSameAsync(["hosts", "--state", "down"], HttpMethod.Get, "/api/hosts?state=down", null, "nova");
    }

    [Fact]
    public async Task The_status()
    {
        // When it was looked, what this process asked of Nova, and which it is, is each one's own.
        await IsTheSameAsync(["status"], HttpMethod.Get, "/api/status", null, "at", "nova", "instance");
        (await one.Given.RunAsync("status", "--json")).Json["nova"]!["services"]!.GetValue<int>().Should().BePositive();
    }

    [Fact]
    public async Task The_report()
    {
        await one.Given.RunAsync("force-down", "compute2", "--reason", "dead");
        // From when and until when is each one's own.
        await IsTheSameAsync(["report"], HttpMethod.Get, "/api/report", null, "at", "since");
        await IsTheSameAsync(["report", "--since", "1h"], HttpMethod.Get, "/api/report?since=1h", null, "at", "since");
        (await one.Given.RunAsync("report", "--json")).Json["hosts"]!.AsArray().Should().Contain(host => host!["host"]!.GetValue<string>() == "compute2");
    }

    [Fact]
    public async Task The_events()
    {
        await one.Given.RunAsync("force-down", "compute1", "--reason", "it's \u202edead");
        // Of a host that Nova does not know, so that nothing is decided anew meanwhile.
        using var body = new StringContent(Delivery.Replace("compute4", "compute8", StringComparison.Ordinal), new MediaTypeHeaderValue("application/json"));
        await one.DeliverAsync(body);
        await IsTheSameAsync(["events", "--limit", "4"], HttpMethod.Get, "/api/events?limit=4");
        await IsTheSameAsync(["events", "compute1", "--since", "1h"], HttpMethod.Get, "/api/events?host=compute1&since=1h");
        await IsTheSameAsync(["events", "--verdict", "held"], HttpMethod.Get, "/api/events?verdict=held");
        (await one.Given.RunAsync("events", "--verdict", "held", "--json")).Json["events"]!.AsArray().Should().NotBeEmpty()
            .And.OnlyContain(held => held!["event"]!["alert"]!["name"]!.GetValue<string>() == "HostDown");
    }

    [Fact]
    public async Task An_audit()
    {
        var printed = await one.Given.RunAsync("audit", "--json");
        IsTheSame(printed, await one.AskAsync(HttpMethod.Post, "/api/audit"), "at", "elapsed_ms");
        IsTheSame(await one.OfServerAsync("audit"), await one.AskAsync(HttpMethod.Post, "/api/audit"), "at", "elapsed_ms");
    }

    [Fact]
    public async Task The_last_audits()
    {
        await one.Given.RunAsync("audit");
        await IsTheSameAsync(["audit", "--history", "3"], HttpMethod.Get, "/api/audit?limit=3");
    }

    [Fact]
    public async Task An_explanation()
    {
        // Of alerts that nobody has delivered: the server may decide anew, between two answers, what is held.
        var delivery = Delivery.Replace("\"fingerprint\":\"", "\"fingerprint\":\"explained-", StringComparison.Ordinal);
        await File.WriteAllTextAsync(one.Given.Surroundings.File("delivery.json"), delivery, Token);
        await IsTheSameAsync(["explain", "delivery.json"], HttpMethod.Post, "/api/explain", delivery, "reported_at", "looked_at", "reason");
    }

    [Fact]
    public async Task An_operators_word()
    {
        var printed = await one.Given.RunAsync("force-down", "compute5", "--json");
        await one.Given.RunAsync("force-down", "compute5", "--unset");
        var answered = await one.AskAsync(HttpMethod.Put, "/api/hosts/compute5/force-down", """{"forced_down":true}""");
        printed.Json["outcomes"]![0]!["reason"]!.GetValue<string>().Should().Contain("by cli ");
        var ofServer = await one.OfServerAsync("force-down", "compute5");
        (ofServer.ExitCode, ofServer.Json["outcomes"]![0]!["host"]!.GetValue<string>()).Should().Be((0, "compute5"));
        // Through which door it came is in the reason.
        IsTheSame(printed, answered, "elapsed_ms", "reason");
    }

    [Fact]
    public async Task The_pauses()
    {
        await one.Given.RunAsync("pause", "--host", "compute3", "--reason", "new RAM", "--for", "2h");
        IsTheSame(await one.Given.RunAsync("resume", "--json"), await one.AskAsync(HttpMethod.Get, "/api/pause"));
        IsTheSame(await one.OfServerAsync("pause", "--host", "compute3", "--reason", "new RAM", "--for", "2h"), await one.AskAsync(HttpMethod.Get, "/api/pause"));
        (await one.OfServerAsync("resume", "--host", "compute3")).Json["pauses"]!.AsArray().Should().BeEmpty();
    }

    private async Task IsTheSameAsync(string[] command, HttpMethod method, string path, string? body = null, params string[] but)
    {
        var answered = await one.AskAsync(method, path, body);
        IsTheSame(await one.Given.RunAsync([.. command, "--json"]), answered, but);
        IsTheSame(await one.OfServerAsync(command), answered, but);
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
            // The sandbox's reports, and each process's listing, may be late where the machine is busy; each look has to see the same all the same.
            Given.Surroundings.Variables["NovaFence__Cloud__ReportInterval"] = "00:01:00";
            Given.Surroundings.Variables["NovaFence__Fencing__PutDeadline"] = "00:00:15";
            _program = Novafence.Start(Given.Surroundings, "serve", "--port", "0");
            _client = await _program.WhenReadyAsync(CloudAndLedger.OperatorToken);
        }

        /// <summary>The command asks the server, with a token and without any configuration.</summary>
        public async Task<Ended> OfServerAsync(params string[] command)
        {
            using var nothing = new Surroundings();
            nothing.Variables["NOVAFENCE_TOKEN"] = CloudAndLedger.OperatorToken;
            foreach (var file in Directory.GetFiles(Given.Surroundings.Folder, "*.json"))
                File.Copy(file, nothing.File(Path.GetFileName(file)));
            return await Novafence.RunAsync(nothing, [.. command, "--json", "--server", _client.BaseAddress!.ToString()]);
        }

        public async Task DeliverAsync(HttpContent delivery)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/webhooks/alertmanager") { Content = delivery };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", CloudAndLedger.Token);
            using var answer = await _client.SendAsync(request, Token);
            answer.EnsureSuccessStatusCode();
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
