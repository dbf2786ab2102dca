using System.Net;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Page;

/// <summary>What the page's buttons do, and for whom they do nothing.</summary>
public sealed class PageActionTests
{
    private static readonly HostView Held = new() { Host = "compute1", Held = true, Reason = "no evidence: why", Version = "v1" };

    [Fact]
    public async Task A_hold_is_let_through_under_the_claimed_name_for_the_host_as_it_was_shown()
    {
        await using var app = await StartAsync();
        using var visitor = await PageVisitor.SignedInAsync(app);

        using var answer = await visitor.ActAsync(await visitor.FormAsync("let-through", "compute1"));

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        app.Fencer.Commands.Should().ContainSingle().Which.Should().Be(new OperatorCommand("compute1", true, "seen in the rack", "page, Ada (claimed)") { IfVersion = "v1" });
    }

    [Fact]
    public async Task What_changed_meanwhile_is_409_with_the_host_as_it_is_now_and_may_be_said_again()
    {
        await using var app = await StartAsync();
        using var visitor = await PageVisitor.SignedInAsync(app);
        var form = await visitor.FormAsync("let-through", "compute1");
        app.Fencer.Obey = (command, _) => Task.FromResult(new Outcome { Host = command.Host, Verdict = new Verdict(VerdictKind.Held, Reason.ChangedSince, "look again") });
        app.Directory.Hosts[0] = Held with { Reason = "foreign: another hand", Version = "v2" };

        using var answer = await visitor.ActAsync(form);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        answer.StatusCode.Should().Be(HttpStatusCode.Conflict);
        text.Should().Contain("It has changed since").And.Contain("another hand").And.Contain("data-version=\"v2\"");
    }

    [Fact]
    public async Task Pressed_twice_it_is_one_word()
    {
        await using var app = await StartAsync();
        using var visitor = await PageVisitor.SignedInAsync(app);
        var form = await visitor.FormAsync("let-through", "compute1");

        using var first = await visitor.ActAsync(form);
        using var again = await visitor.ActAsync(form);

        again.StatusCode.Should().Be(HttpStatusCode.OK);
        app.Fencer.Commands.Should().HaveCount(1);
    }

    [Fact]
    public async Task What_was_not_done_may_be_asked_for_again()
    {
        await using var app = await StartAsync();
        using var visitor = await PageVisitor.SignedInAsync(app);
        var form = await visitor.FormAsync("let-through", "compute1");
        var obey = app.Fencer.Obey;
        app.Fencer.Obey = (command, _) => Task.FromResult(new Outcome { Host = command.Host, Verdict = new Verdict(VerdictKind.Failed, Reason.LedgerUnavailable, "it is away") });
        (await visitor.ActAsync(form)).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        app.Fencer.Obey = obey;

        (await visitor.ActAsync(form)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    [InlineData("none")]
    [InlineData(null)]
    public async Task What_another_site_sends_does_nothing(string? site)
    {
        await using var app = await StartAsync();
        using var visitor = await PageVisitor.SignedInAsync(app);
        var form = await visitor.FormAsync("let-through", "compute1");

        using var answer = await visitor.ActAsync(form, request =>
        {
            request.Headers.Remove("Sec-Fetch-Site");
            if (site is not null)
                request.Headers.Add("Sec-Fetch-Site", site);
        });

        answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        app.Fencer.WasReached.Should().BeFalse();
    }

    [Theory]
    [InlineData("action", "unset")]
    [InlineData("host", "compute2")]
    [InlineData("version", "v0")]
    [InlineData("token", "guessed")]
    [InlineData("token", "")]
    public async Task A_form_that_was_changed_on_its_way_does_nothing(string field, string value)
    {
        await using var app = await StartAsync();
        using var visitor = await PageVisitor.SignedInAsync(app);
        var form = await visitor.FormAsync("let-through", "compute1");
        form[field] = value;

        (await visitor.ActAsync(form)).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        app.Fencer.WasReached.Should().BeFalse();
    }

    [Fact]
    public async Task A_form_of_another_session_does_nothing()
    {
        await using var app = await StartAsync();
        using var one = await PageVisitor.SignedInAsync(app);
        using var other = await PageVisitor.SignedInAsync(app, name: "Grace");

        (await other.ActAsync(await one.FormAsync("let-through", "compute1"))).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        app.Fencer.WasReached.Should().BeFalse();
    }

    [Theory]
    [InlineData("reason", "  ", 422)]
    [InlineData("key", "", 400)]
    [InlineData("action", "explode", 400)]
    [InlineData("host", "", 400)]
    public async Task What_is_no_form_of_the_pages_does_nothing(string field, string value, int status)
    {
        await using var app = await StartAsync();
        using var visitor = await PageVisitor.SignedInAsync(app);
        var form = await visitor.FormAsync("let-through", "compute1");
        form[field] = value;

        ((int)(await visitor.ActAsync(form)).StatusCode).Should().Be(status);
        app.Fencer.WasReached.Should().BeFalse();
    }

    [Fact]
    public async Task A_pause_has_a_length_and_a_reason_and_a_stale_one_is_409()
    {
        await using var app = await StartAsync();
        using var visitor = await PageVisitor.SignedInAsync(app);
        var form = await visitor.FormAsync("pause", "compute1", "new disks");
        form["for"] = "2h";

        (await visitor.ActAsync(form)).StatusCode.Should().Be(HttpStatusCode.OK);
        app.Pauses.Told.Should().Equal("pause compute1 for 02:00:00: new disks by page, Ada (claimed)");
        app.Directory.Hosts[0] = Held with { Version = "v2" };
        form["key"] = "another";
        (await visitor.ActAsync(form)).StatusCode.Should().Be(HttpStatusCode.Conflict);
        app.Pauses.Told.Should().HaveCount(1);
    }

    [Fact]
    public async Task Everything_can_be_paused_and_a_storm_said_to_be_over()
    {
        await using var app = await StartAsync();
        app.Status.Next = app.Status.Next with { Storm = new Core.Audit.StormNumbers(5, 4, true) };
        using var visitor = await PageVisitor.SignedInAsync(app);

        var pause = await visitor.FormAsync("pause-all", "", "network works");
        var storm = await visitor.FormAsync("end-storm", "", "the switch is back");

        (await visitor.ActAsync(pause)).StatusCode.Should().Be(HttpStatusCode.OK);
        (await visitor.ActAsync(storm)).StatusCode.Should().Be(HttpStatusCode.OK);
        app.Pauses.Told.Should().Equal("pause all for ever: network works by page, Ada (claimed)", "resume the storm by page, Ada (claimed): the switch is back");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_said_of_one_storm_is_not_said_of_the_next(bool wasEnded)
    {
        var clock = new WatchedClock();
        await using var app = await TestApp.StartAsync(clock, sandbox: false);
        var shown = new Core.Audit.StormNumbers(5, 4, true);
        app.Status.Next = app.Status.Next with { Storm = shown };
        app.Directory.Hosts.Add(HeldForAStormSince(DateTimeOffset.UnixEpoch));
        using var visitor = await PageVisitor.SignedInAsync(app);
        var form = await visitor.FormAsync("end-storm", "", "the switch is back");
        if (wasEnded)
            app.Status.Next = app.Status.Next with { Storm = shown with { LastEndedAt = DateTimeOffset.UnixEpoch } };
        else
            app.Directory.Hosts[0] = HeldForAStormSince(DateTimeOffset.UnixEpoch + TimeSpan.FromHours(1));
        clock.Advance(TimeSpan.FromSeconds(2));

        (await visitor.ActAsync(form)).StatusCode.Should().Be(HttpStatusCode.Conflict);
        app.Pauses.Told.Should().BeEmpty();
    }

    [Fact]
    public async Task What_a_storm_holds_that_is_open_no_more_can_be_decided_anew_all_the_same()
    {
        await using var app = await StartAsync();
        app.Directory.Hosts[0] = HeldForAStormSince(DateTimeOffset.UnixEpoch);
        app.Status.Next = app.Status.Next with { Storm = new Core.Audit.StormNumbers(1, 4, false) };
        using var visitor = await PageVisitor.SignedInAsync(app);

        (await visitor.ActAsync(await visitor.FormAsync("end-storm", "", "the switch is back"))).StatusCode.Should().Be(HttpStatusCode.OK);

        app.Pauses.Told.Should().ContainSingle().Which.Should().StartWith("resume the storm");
    }

    private static HostView HeldForAStormSince(DateTimeOffset since) => Held with
    {
        Alerts = [new AlertEntry { Receiver = "alertmanager", Fingerprint = "f1", Held = new Hold { Reason = Reason.Storm, Since = since } }],
    };

    private static async Task<TestApp> StartAsync()
    {
        var app = await TestApp.StartAsync();
        app.Directory.Hosts.Add(Held);
        return app;
    }
}
