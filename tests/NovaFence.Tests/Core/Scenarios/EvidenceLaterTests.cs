using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>The evidence of alerts that are decided later than they came, and that of accepted ones until the PUT.</summary>
public sealed class EvidenceLaterTests : Scenario
{
    private const string Agreeing = "agreeing";
    private const string Labelled = "labelled";

    public override async ValueTask InitializeAsync() => await OpenAsync(
        Settling,
        (Installation.Timer, ""),
        ("NovaFence:Routes:5:Name", Labelled),
        ("NovaFence:Routes:5:Receiver", "alertmanager"),
        ("NovaFence:Routes:5:Match:0", "release=\"labelled\""),
        ("NovaFence:Routes:5:Evidence", "label:fenced=\"true\""),
        ("NovaFence:Routes:5:Release", "immediately"));

    [Fact]
    public async Task Alerts_that_were_heard_further_apart_than_the_window_do_not_agree_whichever_is_asked()
    {
        await FireAsync("compute1", "f1", Agreeing);
        await PassAsync(Minutes(11));

        (await FireAsync("compute1", "f2", Agreeing)).Verdict.Reason.Should().Be(Reason.NoEvidence);
        await Given.Auditor.RunAsync(Stop);
        await PassAsync(Minutes(5));

        Cloud.Puts.Should().BeEmpty();
        (await Given.RecordAsync("compute1", Stop))!.Alerts.Should().OnlyContain(alert => !alert.Accepted && alert.Held!.Reason == Reason.NoEvidence);
    }

    [Fact]
    public async Task Three_that_no_window_holds_do_not_agree()
    {
        await OpenAsync(Settling, (Installation.Timer, ""), ("NovaFence:Routes:2:Evidence", "corroborated:3"));
        foreach (var number in Enumerable.Range(1, 3))
        {
            await FireAsync("compute1", $"f{number}", Agreeing);
            await PassAsync(Minutes(7));
        }

        Cloud.Puts.Should().BeEmpty("the first is heard 14 minutes before the last, however near the second is to both");
    }

    [Fact]
    public async Task What_agreed_when_it_came_and_was_held_for_longer_than_the_window_goes_down_afterwards()
    {
        await Given.Pauses.PauseAsync(null, TimeSpan.FromMinutes(20), "maintenance", "test", Stop);
        await FireAsync("compute1", "f1", Agreeing);
        (await FireAsync("compute1", "f2", Agreeing)).Verdict.Reason.Should().Be(Reason.Paused);
        await PassAsync(Minutes(23));

        Cloud.Has("compute1").Should().BeTrue("both fire still, and no sender says so again before it has to");
    }

    /// <summary>Alertmanager says a group again when another host joins it, and groups by alertname.</summary>
    [Fact]
    public async Task What_agreed_and_waits_for_a_place_goes_down_also_where_one_of_them_was_repeated_meanwhile()
    {
        foreach (var host in (string[])["compute2", "compute3", "compute4"])
            await FireAsync(host, host);
        await FireAsync("compute1", "f1", Agreeing);
        (await FireAsync("compute1", "f2", Agreeing)).Verdict.Reason.Should().Be(Reason.Budget);
        foreach (var times in Enumerable.Range(1, 4))
        {
            await PassAsync(Minutes(5));
            (await FireAsync("compute1", "f1", Agreeing, ago: Minutes(5 * times))).Verdict.Reason.Should().Be(Reason.Budget);
        }

        await Given.UnsetAsync("compute2", Stop);
        await PassAsync(Minutes(1));

        Cloud.Has("compute1").Should().BeTrue("both fire since they agreed");
    }

    [Fact]
    public async Task What_waits_for_a_place_is_held_again_when_what_agreed_has_ended()
    {
        foreach (var host in (string[])["compute2", "compute3", "compute4"])
            await FireAsync(host, host);
        await FireAsync("compute1", "f1", Agreeing);
        await FireAsync("compute1", "f2", Agreeing);
        await ResolveAsync("compute1", "f2", Agreeing);
        await PassAsync(Minutes(20));
        await Given.UnsetAsync("compute2", Stop);
        await PassAsync(Minutes(1));

        Cloud.Has("compute1").Should().BeFalse();
        (await FireAsync("compute1", "f3", "nobody's")).Verdict.Reason.Should().Be(Reason.NoRoute);
        (await FireAsync("compute1", "f4", Labelled)).Verdict.Reason.Should().Be(Reason.NoEvidence);
        await PassAsync(Minutes(1));
        Cloud.Has("compute1").Should().BeFalse("it was heard 20 minutes after the one that waited");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_accepted_alert_whose_other_has_ended_before_Nova_could_be_told_is_held(bool ends)
    {
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        await FireAsync("compute1", "f1", Agreeing);
        await FireAsync("compute1", "f2", Agreeing);
        await PassAsync(Minutes(2));
        if (ends)
            await ResolveAsync("compute1", "f1", Agreeing);
        await PassAsync(Minutes(15));
        Cloud.Refuses = _ => null;
        await PassAsync(Minutes(2));

        Cloud.Has("compute1").Should().Be(!ends);
        if (!ends)
            return;
        (await Given.RecordAsync("compute1", Stop))!.Should().Match<HostRecord>(record => record.State == HostState.Clear && record.Alerts.All(alert => !alert.IsOpen || alert.Held!.Reason == Reason.NoEvidence));
        (await FireAsync("compute1", "f3", Agreeing)).Verdict.Reason.Should().Be(Reason.NoEvidence, "the other was heard 17 minutes ago");
        (await FireAsync("compute1", "f2", Agreeing)).State.Should().Be(HostState.Down);
    }

    [Fact]
    public async Task Alerts_that_fire_again_together_agree_as_before_whichever_is_first()
    {
        await FireAsync("compute1", "f1", Agreeing);
        await FireAsync("compute1", "f2", Agreeing);
        foreach (var ends in (bool[])[true, false])
        {
            foreach (var name in (string[])["f1", "f2"])
            {
                await (ends ? ResolveAsync("compute1", name, Agreeing) : FireAsync("compute1", name, Agreeing, ago: Minutes(5)));
                await PassAsync(Seconds(10));
            }
        }

        await PassAsync(Minutes(2));
        (await Given.RecordAsync("compute1", Stop))!.Alerts.Should().OnlyContain(alert => alert.Accepted);
        await ResolveAsync("compute1", "f2", Agreeing);
        await PassAsync(Minutes(3));

        Cloud.Puts.Should().ContainSingle("the other one fires as before");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_no_route_takes_any_more_agrees_with_nothing_until_one_does(bool renamed)
    {
        await FireAsync("compute1", "f1", Labelled);
        await using var later = Given.Another(Settling, (Installation.Timer, ""));
        await later.Opening.OpenAsync(Stop);

        (await later.DeliverAsync(later.Alert("compute1", "f2", release: Agreeing), Stop)).Verdict.Reason.Should().Be(Reason.NoEvidence);
        await later.PassAsync(Minutes(1), Stop);
        Cloud.Puts.Should().BeEmpty();
        if (!renamed)
            return;
        await Given.Auditor.RunAsync(Stop);
        await PassAsync(Minutes(1));

        Cloud.Has("compute1").Should().BeTrue("an instance that has the route goes on with it");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_accepted_alert_that_says_no_more_that_its_host_is_fenced_before_Nova_could_be_told_is_held(bool isFenced)
    {
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        (await DeliverAsync(true)).State.Should().Be(HostState.ForcingDown);
        Given.Clock.Advance(Seconds(1));
        await DeliverAsync(isFenced);
        Cloud.Refuses = _ => null;
        await PassAsync(Minutes(2));

        Cloud.Has("compute1").Should().Be(isFenced);
    }

    [Fact]
    public async Task A_host_that_is_down_stays_so_whatever_its_alert_says_of_fencing_since()
    {
        await DeliverAsync(true);
        await DeliverAsync(false);
        await PassAsync(Minutes(5));
        await Given.Auditor.RunAsync(Stop);

        Cloud.Has("compute1").Should().BeTrue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_accepted_alert_whose_route_was_taken_away_before_Nova_could_be_told_waits_for_an_operator(bool renamed)
    {
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        (await FireAsync("compute1", "f1")).State.Should().Be(HostState.ForcingDown);
        Cloud.Refuses = _ => null;
        await using var later = Given.Another([Settling, (Installation.Timer, ""), ("NovaFence:Routes:0:Name", "another"), .. renamed ? new[] { ("NovaFence:Routes:0:FormerNames:0", "released") } : []]);
        await later.Opening.OpenAsync(Stop);
        await later.PassAsync(Minutes(1), Stop);

        Cloud.Has("compute1").Should().Be(renamed);
        if (!renamed)
            (await later.FindingAsync("compute1", Stop))!.ToDo.Should().Contain("the route 'released' that took it is no longer configured");
    }

    private Task<Outcome> DeliverAsync(bool isFenced)
    {
        var alert = Given.Alert("compute1", "f1", release: Labelled, ago: Minutes(1));
        return Given.DeliverAsync(alert with { Labels = new Dictionary<string, string>(alert.Labels) { ["fenced"] = isFenced ? "true" : "false" } }, Stop);
    }
}
