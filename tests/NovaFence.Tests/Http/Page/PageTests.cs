using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using NovaFence.Core.Alerts;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Page;

/// <summary>What the page shows, and how it is sent.</summary>
public sealed class PageTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 14, 2, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("/")]
    [InlineData("/page/fleet")]
    [InlineData("/hosts/compute1")]
    [InlineData("/hosts/nobody")]
    public async Task Every_answer_keeps_strangers_out(string path)
    {
        await using var app = await StartAsync();
        using var visitor = await PageVisitor.SignedInAsync(app);

        using var answer = await visitor.GetAsync(path);

        answer.Headers.GetValues("Content-Security-Policy").Single().Should().StartWith("default-src 'none'; script-src 'self'; style-src 'self';").And.NotContain("unsafe").And.Contain("frame-ancestors 'none'");
        answer.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        answer.Headers.GetValues("Referrer-Policy").Should().Equal("no-referrer");
        answer.Headers.CacheControl!.Private.Should().BeTrue();
        answer.Content.Headers.ContentType!.ToString().Should().Be("text/html; charset=utf-8");
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        text.Should().NotContain(" style=").And.NotContain(" onclick").And.NotContain("//unpkg").And.NotMatchRegex("<script(?! src=)");
    }

    [Fact]
    public async Task What_has_not_changed_is_304()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var app = await StartAsync(clock);
        using var visitor = await PageVisitor.SignedInAsync(app);
        using var first = await visitor.GetAsync("/page/fleet");

        using var again = await visitor.GetAsync("/page/fleet", request => request.Headers.IfNoneMatch.Add(first.Headers.ETag!));
        app.Directory.Hosts[0] = app.Directory.Hosts[0] with { Reason = "storm: another reason" };
        clock.Advance(TimeSpan.FromSeconds(1));
        using var changed = await visitor.GetAsync("/page/fleet", request => request.Headers.IfNoneMatch.Add(first.Headers.ETag!));

        again.StatusCode.Should().Be(HttpStatusCode.NotModified);
        changed.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_an_alert_says_stays_text_and_only_a_link_of_the_web_is_one()
    {
        await using var app = await StartAsync();
        app.Directory.Hosts[0] = app.Directory.Hosts[0] with
        {
            Reason = "held: <script>alert(1)</script>",
            Alerts =
            [
                Alert("<img src=x onerror=alert(2)>", "javascript:alert(3)"),
                Alert("a\u202Eb", "https://user:secret@prometheus.example.org/graph?a=1&b=2"),
                Alert(new string('x', 4096), null),
            ],
        };
        using var visitor = await PageVisitor.SignedInAsync(app);

        var text = await visitor.TextAsync("/page/fleet");

        text.Should().NotContain("<script>").And.NotContain("<img").And.NotContain("javascript:").And.NotContain("secret").And.NotContain("\u202E").And.NotContain(new string('x', 200));
        text.Should().Contain("href=\"https://prometheus.example.org/graph?a=1&amp;b=2\" rel=\"noopener noreferrer\"");
    }

    [Fact]
    public async Task It_says_since_when_why_and_what_the_release_still_lacks()
    {
        await using var app = await StartAsync();
        app.Directory.Hosts.Add(new HostView
        {
            Host = "compute2",
            State = HostState.AwaitingHeartbeat,
            ConfirmedAt = Now,
            Reason = "awaiting heartbeat",
            Release = new ReleaseView(Now.AddSeconds(20), 1, 2, "an evacuation from it is in flight"),
            Nova = new NovaView(ServiceState.Down, true, false, null, Now.AddMinutes(-3), 180, Now),
        });
        using var visitor = await PageVisitor.SignedInAsync(app);

        var text = WebUtility.HtmlDecode(await visitor.TextAsync("/page/fleet"));

        text.Should().Contain("awaiting heartbeat").And.Contain("1 of 2 reports, settling until 02:00:20Z, an evacuation from it is in flight").And.Contain("forced down, row written <time datetime=\"2026-03-14T01:57:00Z\"").And.Contain("datetime=\"2026-03-14T02:00:00Z\"");
    }

    [Fact]
    public async Task Quiet_hosts_are_counted_and_listed_when_asked_for()
    {
        await using var app = await StartAsync();
        app.Directory.Hosts.AddRange(Enumerable.Range(2, 9).Select(number => new HostView { Host = $"compute{number}" }));
        using var visitor = await PageVisitor.SignedInAsync(app);

        (await visitor.TextAsync("/")).Should().Contain("9 hosts are up").And.NotContain("compute7");
        (await visitor.TextAsync("/?all=true")).Should().Contain("compute7").And.Contain("hx-get=\"/page/fleet?all=true\"");
    }

    [Fact]
    public async Task A_hosts_page_draws_what_happened_and_lists_it()
    {
        var now = DateTimeOffset.UtcNow;
        await using var app = await StartAsync();
        foreach (var (kind, minutes, state) in ((string, int, string?)[])[("intent", 50, "forcing_down"), ("outcome", 49, "down"), ("outcome", 20, "clear")])
        {
            var content = new { kind, verdict = minutes > 30 ? "force-down" : "unset", reason = "why", state, alert = new { name = "HostDown", status = "firing", fingerprint = "f" } };
            app.Directory.Events.Insert(0, new LedgerEvent("compute1", now.AddMinutes(-minutes), $"e{minutes}", JsonSerializer.Serialize(content)));
        }

        using var visitor = await PageVisitor.SignedInAsync(app);
        var text = await visitor.TextAsync("/hosts/compute1");

        text.Should().Contain("The last hour").And.Contain("The last day");
        text.Split("class=\"bar\"").Should().HaveCount(3, "it was down once, in both pictures");
        text.Split("class=\"mark firing\"").Should().HaveCount(3);
        text.Should().Contain("force-down (intent)").And.Contain("unset (outcome)");
    }

    [Fact]
    public async Task While_the_ledger_is_away_it_says_so_and_shows_the_rest()
    {
        await using var app = await StartAsync();
        app.Directory.Outage = "the ledger does not answer";
        using var visitor = await PageVisitor.SignedInAsync(app);

        using var answer = await visitor.GetAsync("/");
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Should().Contain("the ledger does not answer");
        (await visitor.TextAsync("/hosts/compute1")).Should().Contain("the ledger does not answer");
    }

    [Fact]
    public async Task Its_files_are_kept_for_ever_under_a_name_that_changes_with_them()
    {
        await using var app = await StartAsync();
        using var visitor = await PageVisitor.SignedInAsync(app);
        var path = (await visitor.TextAsync("/")).Split("<link rel=\"stylesheet\" href=\"")[1].Split('"')[0];

        using var answer = await visitor.GetAsync(path);
        using var none = await visitor.GetAsync("/page/assets/novafence.css");

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Headers.CacheControl!.Extensions.Should().Contain(extension => extension.Name == "immutable");
        answer.Content.Headers.ContentType!.MediaType.Should().Be("text/css");
        none.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_sandbox_says_that_it_is_one()
    {
        await using var app = await TestApp.StartAsync(null, sandbox: true);
        using var visitor = await PageVisitor.SignedInAsync(app);
        (await visitor.TextAsync("/")).Should().Contain("sandbox: no real cloud");
    }

    private static AlertEntry Alert(string name, string? link) => new() { Receiver = "alertmanager", Fingerprint = name, Name = name, Link = link, Status = AlertStatus.Firing };

    private static async Task<TestApp> StartAsync(TimeProvider? clock = null)
    {
        var app = await TestApp.StartAsync(clock, sandbox: false);
        app.Directory.Hosts.Add(new HostView { Host = "compute1", Held = true, Reason = "no evidence: why", Version = "v1", Alerts = [Alert("HostDown", "http://prometheus.example.org/graph")] });
        return app;
    }
}
