using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>A host that lives, and whose alerts are rehearsed.</summary>
public sealed class DrillTests : Scenario
{
    private const string Alive = "compute15";

    public override async ValueTask InitializeAsync() => await OpenAsync(
        Settling,
        ("NovaFence:Routes:5:Name", "storage"),
        ("NovaFence:Routes:5:Receiver", "alertmanager"),
        ("NovaFence:Routes:5:Match:0", "release=\"storage\""),
        ("NovaFence:Routes:5:Evidence", "asserted"),
        ("NovaFence:Routes:5:Release", "immediately"),
        ("NovaFence:Routes:5:Contradiction", "ignore"));

    [Theory]
    [InlineData("immediately")]
    [InlineData("storage")]
    public async Task What_would_be_done_is_told_and_nothing_is_sent(string release)
    {
        await DrillAsync();

        var told = (await FireAsync(Alive, "f1", release)).Verdict;

        told.Kind.Should().Be(VerdictKind.Observed);
        told.Facts.Should().Contain("would have forced down").And.Contain("a drill of this host runs until");
        await PassAsync(Minutes(10));
        Cloud.Puts.Should().BeEmpty();
        (await Given.EventsAsync(Alive, Stop)).Should().Contain(json => json.Contains("\"looked_at\":", StringComparison.Ordinal) && json.Contains("would have forced down", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_missing_is_told_as_ever()
    {
        await DrillAsync();

        (await FireAsync(Alive, "f1", "agreeing")).Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Held, Reason = Reason.NoEvidence });
    }

    [Theory]
    [InlineData("immediately")]
    [InlineData("storage")]
    public async Task A_host_that_dies_meanwhile_is_no_rehearsal(string release)
    {
        await DrillAsync();
        await FireAsync(Alive, "f1", release);

        Cloud.Crash(Alive);
        await PassAsync(Seconds(30));

        Cloud.Puts.Should().Equal((Alive, true));
        (await Given.Pauses.ListAsync(Stop)).Should().BeOfType<PauseResult.Done>().Which.Pauses.Should().BeEmpty();
        (await Given.EventsAsync(Alive, Stop)).Should().Contain(json => json.Contains("the drill is over", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_alert_of_a_host_that_died_in_its_drill_is_meant()
    {
        await DrillAsync();
        Cloud.Crash(Alive);

        (await FireAsync(Alive, "f1")).Verdict.Kind.Should().Be(VerdictKind.ForceDown);
        Cloud.Puts.Should().Equal((Alive, true));
    }

    [Fact]
    public async Task While_nobody_can_see_whether_it_lives_nothing_is_sent()
    {
        await DrillAsync();
        Cloud.ListsNothing = true;

        (await FireAsync(Alive, "f1")).Verdict.Kind.Should().Be(VerdictKind.Observed);
        await PassAsync(Minutes(1));
        Cloud.Puts.Should().BeEmpty();

        Cloud.ListsNothing = false;
        Cloud.Crash(Alive);
        await PassAsync(Seconds(30));
        Cloud.Puts.Should().BeEmpty("it has reported since its alert came, and Nova does not say yet that it is down");
        await PassAsync(Seconds(30));
        Cloud.Puts.Should().Equal((Alive, true));
    }

    [Fact]
    public async Task It_is_over_where_the_host_dies_and_no_alert_comes()
    {
        await DrillAsync();
        await PassAsync(Minutes(1));
        (await PausesAsync()).Should().ContainSingle("it lives");

        Cloud.Crash(Alive);
        await PassAsync(Seconds(45));

        (await PausesAsync()).Should().BeEmpty();
        (await Given.EventsAsync(Alive, Stop)).Should().ContainSingle(json => json.Contains("the drill is over", StringComparison.Ordinal));
        Cloud.Puts.Should().BeEmpty("nobody says that it is dead");
        (await FireAsync(Alive, "f1")).Verdict.Kind.Should().Be(VerdictKind.ForceDown);
    }

    [Fact]
    public async Task It_goes_on_while_the_host_reports_although_somebody_has_forced_it_down()
    {
        await DrillAsync();
        await Given.ForceDownAsync(Alive, Stop);
        await PassAsync(Minutes(1));
        (await PausesAsync()).Should().ContainSingle("it lives, whatever Nova calls it");
        await Given.UnsetAsync(Alive, Stop);

        (await FireAsync(Alive, "f1", "storage")).Verdict.Kind.Should().Be(VerdictKind.Observed);

        await Given.ForceDownAsync(Alive, Stop);
        Cloud.Crash(Alive);
        await PassAsync(Minutes(1));
        (await PausesAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task It_goes_on_while_nobody_can_see_whether_it_lives()
    {
        await DrillAsync();
        Cloud.Crash(Alive);
        Cloud.ListsNothing = true;

        await PassAsync(Minutes(2));

        (await PausesAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task It_costs_one_listing_in_each_report_interval_and_none_when_it_has_ended()
    {
        await DrillAsync();
        var before = Cloud.Listings.Count;
        await PassAsync(Minutes(2));
        (Cloud.Listings.Count - before).Should().BeInRange(11, 13, "the report interval is 10 s");

        await Given.Pauses.ResumeAsync(Alive, "test", Stop);
        before = Cloud.Listings.Count;
        await PassAsync(Minutes(2));
        (Cloud.Listings.Count - before).Should().Be(0);
    }

    [Fact]
    public async Task It_ends_by_itself_and_by_a_word()
    {
        await DrillAsync();
        await PassAsync(Minutes(16));
        (await FireAsync(Alive, "f1")).Verdict.Reason.Should().Be(Reason.Contradicted, "the drill is over, and the host lives");

        await DrillAsync("compute16");
        await Given.Pauses.ResumeAsync("compute16", "test", Stop);
        (await FireAsync("compute16", "f2")).Verdict.Reason.Should().Be(Reason.Contradicted);
    }

    [Fact]
    public async Task A_pause_of_everything_comes_before_it()
    {
        await DrillAsync();
        await Given.Pauses.PauseAsync(null, null, "network works", "test", Stop);
        Cloud.Crash(Alive);

        (await FireAsync(Alive, "f1")).Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Held, Reason = Reason.Paused });
        Cloud.Puts.Should().BeEmpty();
    }

    [Theory]
    [InlineData("compute1", 15, "just reported")]
    [InlineData("compute15", 16, "15 minutes at most")]
    [InlineData("compute15", 0, "15 minutes at most")]
    [InlineData("nobody", 15, "lists no compute host")]
    public async Task What_is_no_drill_is_refused(string host, int minutes, string why) =>
        (await Given.Pauses.DrillAsync(host, Minutes(minutes), "rehearsal", "test", Stop)).Should().BeOfType<PauseResult.Refused>().Which.Why.Should().Contain(why);

    [Fact]
    public async Task A_host_that_is_paused_or_down_has_none()
    {
        await Given.Pauses.PauseAsync(Alive, null, "new disks", "test", Stop);
        (await Given.Pauses.DrillAsync(Alive, Minutes(15), "rehearsal", "test", Stop)).Should().BeOfType<PauseResult.Refused>().Which.Why.Should().Contain("Resume it first");
    }

    private async Task<IReadOnlyList<Pause>> PausesAsync() => ((PauseResult.Done)await Given.Pauses.ListAsync(Stop)).Pauses;

    private async Task DrillAsync(string host = Alive) =>
        (await Given.Pauses.DrillAsync(host, Minutes(15), "rehearsal", "test", Stop)).Should().BeOfType<PauseResult.Done>();
}
