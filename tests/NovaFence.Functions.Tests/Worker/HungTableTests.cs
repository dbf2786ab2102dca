using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using NovaFence.Functions.Tests.Settings;

namespace NovaFence.Functions.Tests.Worker;

/// <summary>
/// A table that takes each request and answers none, while the worker is at work and from its start: whoever asks is told so by an answer of NovaFence's, in
/// time, and nothing is sent to Nova.
/// </summary>
public sealed class HungTableTests(AzuriteFixture azurite)
{
    /// <summary>Senders are answered within 8 s, the ledger's own time is over before.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(8);

    /// <summary>An operator's question or command may take so long.</summary>
    private static readonly TimeSpan OperatorWithin = TimeSpan.FromSeconds(40);

    /// <summary>What the processes and two processors take beside.</summary>
    private static readonly TimeSpan Beside = TimeSpan.FromSeconds(4);

    private static readonly (string Method, string Path, string? Body)[] Questions =
    [
        ("GET", "/api/hosts", null),
        ("GET", "/api/events", null),
        ("GET", "/api/pause", null),
        ("PUT", "/api/pause", """{"reason":"night"}"""),
        ("PUT", "/api/hosts/compute1/force-down", """{"forced_down":true,"reason":"dead"}"""),
        ("PUT", "/api/hosts/compute1/force-down", """{"forced_down":false,"reason":"back"}"""),
        ("POST", "/api/explain", """{"version":"4","alerts":[{"status":"firing","labels":{"alertname":"HostDown","host":"compute1","fenced":"true"},"startsAt":"2026-01-01T00:00:00Z","fingerprint":"8c9f3a1d27b4e650"}]}"""),
    ];

    [Fact]
    public async Task Whoever_asks_a_worker_whose_table_hangs_is_answered_503_in_time_and_a_repeat_is_taken_when_it_answers()
    {
        await using var line = new Relay(azurite.Port);
        await using var stage = new Stage(Settings(line));
        await stage.InitializeAsync();
        stage.Cloud.Crash("compute1");
        line.Mode = RelayMode.Mute;

        await EachIsAnsweredAsync(stage);
        await StatusSaysItAsync(stage);
        stage.Cloud.Requests.ServicePuts.Should().BeEmpty();

        line.Mode = RelayMode.Open;
        await Patience.UntilAsync("a repeat is taken", async () => (await stage.Callers.AlertAsync("firing", LocalSettings.AlertmanagerToken)).StatusCode == HttpStatusCode.OK);
        await Patience.UntilAsync("the host is forced down", () => stage.IsForcedDownAsync("compute1"));
    }

    [Fact]
    public async Task A_worker_that_starts_while_its_table_hangs_answers_503_in_time_and_works_when_it_answers()
    {
        await using var line = new Relay(azurite.Port) { Mode = RelayMode.Mute };
        await using var stage = new Stage(Settings(line)) { WhenReady = false };
        await stage.InitializeAsync();
        stage.Cloud.Crash("compute1");

        await EachIsAnsweredAsync(stage);
        stage.Cloud.Requests.ServicePuts.Should().BeEmpty();

        line.Mode = RelayMode.Open;
        await stage.Callers.ReadyAsync();
        (await Callers.VerdictAsync(await stage.Callers.AlertAsync("firing", LocalSettings.AlertmanagerToken))).Should().Be("force-down");
    }

    private static Dictionary<string, string> Settings(Relay line) => new()
    {
        ["NovaFence__Ledger__Tables__ConnectionString"] = AzuriteFixture.ConnectionStringThrough(line.Port),
        ["NovaFence__Ledger__Timeout"] = "00:00:02",
        ["NovaFence__Ledger__Tables__TableName"] = "Worker" + Guid.NewGuid().ToString("N"),
    };

    private static async Task EachIsAnsweredAsync(Stage stage)
    {
        await Task.WhenAll(
        [
            AnsweredAsync("a webhook", AnswerWithin, () => stage.Callers.AlertAsync("firing", LocalSettings.AlertmanagerToken)),
            AnsweredAsync("PagerDuty's", AnswerWithin, () => stage.Callers.SendAsync(Incident())),
            .. from question in Questions
               select AnsweredAsync($"{question.Method} {question.Path} {question.Body}", OperatorWithin, () => stage.Callers.SendAsync(new HttpRequestMessage(new HttpMethod(question.Method), question.Path)
               {
                   Headers = { Authorization = new("Bearer", LocalSettings.OperatorToken) },
                   Content = question.Body is null ? null : new StringContent(question.Body, Encoding.UTF8, "application/json"),
               })),
        ]);
        await AnsweredAsync("ready", AnswerWithin, () => stage.Callers.GetAsync("/api/health/ready"));
    }

    private static async Task AnsweredAsync(string what, TimeSpan within, Func<Task<HttpResponseMessage>> ask)
    {
        var began = Stopwatch.GetTimestamp();
        using var answer = await ask();

        var said = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        answer.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable, "{0} was answered {1}", what, said);
        answer.Content.Headers.ContentType?.MediaType.Should().BeOneOf("application/json", "application/problem+json");
        said.Should().NotBeEmpty(what).And.NotContain("Exception");
        Stopwatch.GetElapsedTime(began).Should().BeLessThan(within + Beside, what);
    }

    private static async Task StatusSaysItAsync(Stage stage)
    {
        using var status = await stage.Callers.OperatorAsync(HttpMethod.Get, "/api/status");
        status.StatusCode.Should().Be(HttpStatusCode.OK, "what is, is its answer");
        (await status.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Should().Contain("did not answer within");
    }

    private static HttpRequestMessage Incident()
    {
        var body = string.Create(CultureInfo.InvariantCulture, $$"""
            {"event":{"id":"01DEXAMPLE","event_type":"incident.triggered","resource_type":"incident","occurred_at":"{{DateTimeOffset.UtcNow:O}}",
             "data":{"id":"QEXAMPLE","type":"incident","status":"triggered","incident_key":"compute2","title":"compute2 is down","service":{"id":"PS","summary":"compute"} } } }
            """);
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(LocalSettings.Values["NovaFence__Receivers__PagerDuty__Secrets__0"]), Encoding.UTF8.GetBytes(body)));
        return new HttpRequestMessage(HttpMethod.Post, "/api/webhooks/pagerduty")
        {
            Headers = { { "X-PagerDuty-Signature", $"v1={signature}" } },
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
    }
}
