using System.Diagnostics;
using NovaFence.EndToEnd.Tests.Sent;
using NovaFence.EndToEnd.Tests.Stage;
using static NovaFence.EndToEnd.Tests.Sent.Alert;

namespace NovaFence.EndToEnd.Tests.Scenarios;

/// <summary>A table that takes each request and answers none: whoever asks is told so in time, by an answer of ours, and nothing is sent to Nova.</summary>
public sealed class HungLedgerTests(AzuriteFixture azurite)
{
    private static readonly Dictionary<string, string?> Impatient = new() { ["NovaFence:Ledger:Timeout"] = "00:00:00.3" };

    /// <summary>Who is answered sooner than the ledger's time is over: then the ledger's own client still tries, and is told to stop.</summary>
    private static readonly Dictionary<string, string?> Hurried = new()
    {
        ["NovaFence:Ledger:Timeout"] = "00:01:00",
        ["NovaFence:Receivers:Alertmanager:AnswerWithin"] = "00:00:02",
        ["NovaFence:Receivers:PagerDuty:AnswerWithin"] = "00:00:02",
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>What needs the ledger to answer.</summary>
    private static readonly (string Method, string Path, string? Body)[] Questions =
    [
        ("GET", "/api/hosts", null),
        ("GET", "/api/hosts?state=down", null),
        ("GET", "/api/hosts/compute1", null),
        ("GET", "/api/hosts/compute1/events", null),
        ("GET", "/api/events", null),
        ("GET", "/api/events?host=compute1&since=1h", null),
        ("GET", "/api/report", null),
        ("GET", "/api/audit", null),
        ("GET", "/api/pause", null),
        ("PUT", "/api/pause", """{"reason":"night"}"""),
        ("PUT", "/api/pause", """{"reason":"a drill","host":"compute1","drill":true}"""),
        ("DELETE", "/api/pause", null),
        ("DELETE", "/api/pause?storm=true", null),
        ("PUT", "/api/hosts/compute1/force-down", """{"forced_down":true,"reason":"dead"}"""),
        ("PUT", "/api/hosts/compute1/force-down", """{"forced_down":false,"reason":"back"}"""),
        ("POST", "/api/explain", Delivery.Of([Firing("compute1")])),
        ("POST", "/api/explain?receiver=alertmanager", Delivery.Of([Resolved("compute2")])),
        ("GET", "/api/health/ready", null),
    ];

    [Fact]
    public async Task Whoever_asks_is_answered_503_with_why()
    {
        await using var given = await Scene.BeginAsync(new() { Ledger = LedgerKind.Tables, Settings = Impatient }, azurite);
        var instance = await given.Instance();
        ((TablesPlace)given.Ledger).Hang();

        foreach (var (method, path, body) in Questions)
        {
            var reply = await instance.SendAsync(new HttpMethod(method), path, body is null ? null : Instance.Json(body), SceneSettings.OperatorToken);

            reply.Status.Should().Be(503, "{0} {1} {2} was answered {3}", method, path, body, reply.Body);
            reply.MediaType.Should().BeOneOf("application/problem+json", "application/json");
            reply.Body.Should().Contain("did not answer within 0.3 s", "{0} {1}", method, path).And.NotContain("Exception");
        }

        given.Nova.Puts.Should().BeEmpty();
        NothingUnexpectedIsLogged(instance);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_delivery_is_answered_503_and_its_repeat_is_taken_when_the_table_answers(bool inAHurry)
    {
        await using var given = await Scene.BeginAsync(new() { Ledger = LedgerKind.Tables, Settings = inAHurry ? Hurried : Impatient }, azurite);
        var instance = await given.Instance();
        ((TablesPlace)given.Ledger).Hang();
        var began = Stopwatch.GetTimestamp();

        var replies = await Task.WhenAll(instance.Deliver(Firing("compute1")), instance.Deliver(Incident.Triggered("compute2", given.Clock.GetUtcNow())), instance.Deliver(Resolved("compute3")));

        Stopwatch.GetElapsedTime(began).Should().BeLessThan(TimeSpan.FromSeconds(20));
        replies.Should().AllSatisfy(reply => reply.IsToBeRepeated.Should().BeTrue("it was {0}: {1}", reply.Status, reply.Body));
        given.Nova.Puts.Should().BeEmpty();
        NothingUnexpectedIsLogged(instance);

        await given.Ledger.BringBackAsync();
        await Patience.UntilAsync("it is taken", async () => (await instance.Deliver(Firing("compute1"))).Status == 200);
        await Patience.UntilAsync("compute1 is down", async () => (await instance.Host("compute1")).State == "down");
    }

    [Fact]
    public async Task Status_page_and_audit_say_it()
    {
        await using var given = await Scene.BeginAsync(new() { Ledger = LedgerKind.Tables, Settings = Impatient }, azurite);
        var instance = await given.Instance();
        using var browser = new HttpClient { BaseAddress = instance.Address };
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        using var signIn = new FormUrlEncodedContent(new Dictionary<string, string> { ["token"] = SceneSettings.OperatorToken, ["name"] = "Ada" });
        (await browser.PostAsync("/page/sign-in", signIn, Stop)).EnsureSuccessStatusCode();
        ((TablesPlace)given.Ledger).Hang();

        // What is, is their answer: 200.
        var status = await instance.SendAsync(HttpMethod.Get, "/api/status", null, SceneSettings.ReaderToken);
        (status.Status, status.Body).Should().Be((200, status.Body));
        status.Body.Should().Contain("did not answer within 0.3 s");
        foreach (var path in (string[])["/", "/page/fleet", "/hosts/compute1", "/page/hosts/compute1"])
        {
            using var page = await browser.GetAsync(path, Stop);
            ((int)page.StatusCode).Should().Be(200, path);
            var shown = await page.Content.ReadAsStringAsync(Stop);
            shown.Should().Contain("did not answer within 0.3 s", "{0} says it", path);
            shown.Should().NotContain("Nothing has happened").And.NotContain("compute1: up", "what cannot be read is not known");
        }

        // An audit that could not be carried out is one that says why.
        var audit = await instance.SendAsync(HttpMethod.Post, "/api/audit", null, SceneSettings.OperatorToken);
        audit.Status.Should().BeOneOf(200, 503);
        audit.Body.Should().Contain("did not answer within 0.3 s");
        given.Nova.Puts.Should().BeEmpty();
        NothingUnexpectedIsLogged(instance);
    }

    [Fact]
    public async Task Whoever_leaves_before_the_answer_leaves_no_fault_behind()
    {
        await using var given = await Scene.BeginAsync(new() { Ledger = LedgerKind.Tables, Settings = Hurried }, azurite);
        var instance = await given.Instance();
        ((TablesPlace)given.Ledger).Hang();
        using var client = new HttpClient { BaseAddress = instance.Address, Timeout = TimeSpan.FromMilliseconds(500) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", SceneSettings.OperatorToken);

        foreach (var path in (string[])["/api/hosts", "/api/events", "/api/pause", "/api/audit", "/api/status"])
            await FluentActions.Awaiting(() => client.GetAsync(path, Stop)).Should().ThrowAsync<TaskCanceledException>();
        using (var explain = Instance.Json(Delivery.Of([Firing("compute1")])))
            await FluentActions.Awaiting(() => client.PostAsync("/api/explain", explain, Stop)).Should().ThrowAsync<TaskCanceledException>();

        await given.Ledger.BringBackAsync();
        await Patience.UntilAsync("it answers", async () => (await instance.SendAsync(HttpMethod.Get, "/api/hosts", null, SceneSettings.ReaderToken)).Status == 200);
        NothingUnexpectedIsLogged(instance);
    }

    private static void NothingUnexpectedIsLogged(Instance instance) =>
        instance.Log.Text.Split('\n').Where(line => line.Contains("AggregateException", StringComparison.Ordinal) || line.Contains("nhandled exception", StringComparison.Ordinal)).Should().BeEmpty();
}
