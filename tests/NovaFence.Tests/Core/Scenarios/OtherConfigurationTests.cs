using NovaFence.Core.Alerts;
using NovaFence.Core.Audit;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>Instances of different configurations, one after the other or side by side on one ledger: routes before others, receivers, evidence, budgets, leases, the mode.</summary>
public sealed class OtherConfigurationTests : Scenario
{
    private const string Careful = "when healthy";

    private static readonly (string, string) Server = (Installation.Timer, "");
    private static readonly (string, string) WholeFleet = ("NovaFence:Budget:MaxShare", "1");
    private static readonly (string, string) Observing = ("NovaFence:Mode", "observe");

    private static readonly (string, string) Asserted = ("NovaFence:Routes:2:Evidence", "asserted");

    private static readonly (string, string)[] FromZabbix =
    [
        ("NovaFence:Routes:5:Name", "zabbix"),
        ("NovaFence:Routes:5:Receiver", Installation.Zabbix),
        ("NovaFence:Routes:5:Match:0", "*"),
        ("NovaFence:Routes:5:Evidence", "asserted"),
        ("NovaFence:Routes:5:Release", "immediately"),
    ];

    [Theory]
    [InlineData("release=~\"when.*\"", false)]
    [InlineData("severity=\"critical\"", false)]
    [InlineData("release=\"others\"", true)]
    public async Task What_was_held_is_let_through_only_where_no_route_before_its_own_may_take_it_now(string before, bool isLetThrough)
    {
        await PauseAsync("the route takes too much");
        (await FireAsync("compute1", "f1", Careful)).Verdict.Reason.Should().Be(Reason.Paused);
        await using var next = await StartAsync(("NovaFence:Routes:2:Match:0", before));
        await next.Pauses.ResumeAsync(null, "test", Stop);

        await next.PassAsync(Minutes(5), Stop);

        Cloud.Has("compute1").Should().Be(isLetThrough);
        if (!isLetThrough)
            (await next.FindingAsync("compute1", Stop)).Should().BeEquivalentTo(new { Kind = FindingKind.Held, NeedsAPerson = true });
    }

    [Fact]
    public async Task What_was_accepted_and_not_told_to_Nova_is_not_told_past_a_route_that_stands_before_its_own_by_now()
    {
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        (await FireAsync("compute1", "f1", Careful)).State.Should().Be(HostState.ForcingDown);
        Cloud.Refuses = _ => null;
        await using var next = await StartAsync(("NovaFence:Routes:2:Match:0", "release=~\"when.*\""));
        await next.PassAsync(Minutes(5), Stop);
        Cloud.Has("compute1").Should().BeFalse();

        await using var asBefore = await StartAsync();
        await asBefore.PassAsync(Minutes(1), Stop);

        Cloud.Has("compute1").Should().BeTrue("no route stands before it any more");
    }

    [Theory]
    [InlineData("/host", true)]
    [InlineData("/exporter", false)]
    public async Task What_was_held_is_let_through_only_where_its_receiver_reads_deliveries_as_it_did(string since, bool isLetThrough)
    {
        await OpenAsync([Settling, (Installation.Zabbix, "/host"), .. FromZabbix]);
        await PauseAsync("it names the exporter's host");
        (await Given.DeliverAsync(FromZabbixFor("compute1"), Stop)).Verdict.Reason.Should().Be(Reason.Paused);
        await using var next = await StartAsync([(Installation.Zabbix, since), .. FromZabbix]);
        await next.Pauses.ResumeAsync(null, "test", Stop);

        await next.PassAsync(Minutes(5), Stop);

        Cloud.Has("compute1").Should().Be(isLetThrough);
    }

    [Fact]
    public async Task What_holds_a_host_down_and_came_through_a_receiver_that_is_gone_is_told()
    {
        await OpenAsync([Settling, (Installation.Zabbix, "/host"), .. FromZabbix]);
        (await Given.DeliverAsync(FromZabbixFor("compute1"), Stop)).State.Should().Be(HostState.Down);
        (await Given.FindingAsync("compute1", Stop))!.Kind.Should().Be(FindingKind.InSync);
        (await Given.Checkup.CheckAsync(Stop)).Should().NotContain(line => line.Name.StartsWith("recorded", StringComparison.Ordinal));
        await using var next = await StartAsync();

        (await next.FindingAsync("compute1", Stop)).Should().BeEquivalentTo(new { Kind = FindingKind.AwaitingOperator, NeedsAPerson = true }).And.Match<Finding>(told => told.ToDo.Contains("came through zabbix"));
        (await next.Checkup.CheckAsync(Stop)).Where(line => line.Name.StartsWith("recorded", StringComparison.Ordinal)).Should().SatisfyRespectively(
            line => line.Should().BeEquivalentTo(new { Name = "recorded route: zabbix", Result = CheckResult.Warning }).And.Match<CheckLine>(one => one.Found.Contains("compute1")),
            line => line.Should().BeEquivalentTo(new { Name = "recorded receiver: zabbix", Result = CheckResult.Warning }).And.Match<CheckLine>(one => one.Found.Contains("compute1")));
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(30, false)]
    public async Task What_other_evidence_let_through_agrees_with_nothing_but_what_was_heard_within_the_window(double between, bool agrees)
    {
        await PauseAsync("it asserts too much");
        await FireAsync("compute1", "f1");
        await PassAsync(Minutes(between));
        (await FireAsync("compute1", "f2")).Verdict.Reason.Should().Be(Reason.Paused);
        await using var next = await StartAsync(("NovaFence:Routes:0:Evidence", "corroborated:2"));
        await next.Pauses.ResumeAsync(null, "test", Stop);

        await next.PassAsync(Minutes(5), Stop);

        Cloud.Has("compute1").Should().Be(agrees);
    }

    [Fact]
    public async Task What_lacked_the_evidence_of_another_configuration_is_decided_anew_by_this_one_s()
    {
        (await FireAsync("compute1", "f1", "agreeing")).Verdict.Reason.Should().Be(Reason.NoEvidence);
        await using var newer = await StartAsync(Asserted);

        await newer.PassAsync(Minutes(1), Stop);

        Cloud.Has("compute1").Should().BeTrue("its sender does not say it again for hours");
    }

    [Fact]
    public async Task But_not_long_after_it_came()
    {
        await FireAsync("compute1", "f1", "agreeing");
        Given.Clock.Advance(Minutes(20));
        await using var newer = await StartAsync(Asserted);

        await newer.PassAsync(Minutes(5), Stop);

        Cloud.Has("compute1").Should().BeFalse();
        (await newer.FindingAsync("compute1", Stop)).Should().BeEquivalentTo(new { Kind = FindingKind.Held, Reason = "no evidence" });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nor_is_what_one_instance_lets_through_lost_where_another_asks_for_more(bool isAccepted)
    {
        await using var newer = await StartAsync(Asserted);
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        if (!isAccepted)
            await newer.Pauses.PauseAsync(null, Minutes(1), "maintenance", "test", Stop);
        await newer.DeliverAsync(newer.Alert("compute1", "f1", release: "agreeing"), Stop);
        await using var older = await StartAsync();
        await older.PassAsync(Minutes(3), Stop);
        (await older.RecordAsync("compute1", Stop))!.Alerts[0].Held!.Reason.Should().Be(Reason.NoEvidence);
        Cloud.Refuses = _ => null;

        await newer.PassAsync(Minutes(1), Stop);

        Cloud.Has("compute1").Should().BeTrue();
    }

    [Theory]
    [InlineData("manually")]
    [InlineData("immediately")]
    public async Task Where_two_routes_have_each_other_s_names_by_now_the_stricter_of_them_releases(string release)
    {
        await FireAsync("compute1", "f1", release);
        await using var next = await StartAsync(("NovaFence:Routes:0:Name", "kept"), ("NovaFence:Routes:1:Name", "released"));
        await next.DeliverAsync(next.Alert("compute1", "f1", AlertStatus.Resolved, release), Stop);
        await next.PassAsync(Minutes(5), Stop);

        Cloud.Has("compute1").Should().BeTrue();
        (await next.FindingAsync("compute1", Stop)).Should().BeEquivalentTo(new { Kind = FindingKind.AwaitingOperator, NeedsAPerson = true });
    }

    [Fact]
    public async Task What_fires_again_keeps_its_host_down_where_the_route_of_its_name_is_another_one_by_now()
    {
        (await FireAsync("compute1", "f1")).State.Should().Be(HostState.Down);
        await Given.DeliverAsync(Given.Alert("compute1", "f1", AlertStatus.Resolved), Stop);
        (await Given.DeliverAsync(Given.Alert("compute1", "f1", ago: Minutes(1)), Stop)).Verdict.Reason.Should().Be(Reason.Pending);
        await using var next = await StartAsync(("NovaFence:Routes:0:Match:0", "release=\"others\""), ("NovaFence:Routes:0:Evidence", "label:fenced=\"true\""));

        await next.PassAsync(Minutes(5), Stop);

        Cloud.Has("compute1").Should().BeTrue("what another route asks for says nothing of what it did not take");
    }

    [Fact]
    public async Task A_route_that_ignores_reports_and_takes_its_alert_no_more_forces_no_living_host_down_for_another_one()
    {
        (string, string) ignores = ("NovaFence:Routes:0:Contradiction", "ignore");
        await OpenAsync(Settling, ignores);
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        await FireAsync("compute1", "f1");
        (await FireAsync("compute1", "f2", Careful)).State.Should().Be(HostState.ForcingDown);
        Cloud.Refuses = _ => null;
        Cloud.Boot("compute1");
        await using var next = await StartAsync(ignores, ("NovaFence:Routes:0:Match:0", "release=\"others\""));

        await next.PassAsync(Minutes(5), Stop);

        Cloud.Has("compute1").Should().BeFalse();
    }

    [Theory]
    [InlineData("3", 3)]
    [InlineData("2", 2)]
    [InlineData("1", 1)]
    public async Task Of_what_was_not_told_to_Nova_no_more_is_told_than_the_budget_has_places_by_now(string places, int down)
    {
        await OpenAsync(Settling, WholeFleet);
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        string[] hosts = ["compute1", "compute2", "compute3"];
        foreach (var host in hosts)
            (await FireAsync(host, $"f-{host}")).State.Should().Be(HostState.ForcingDown);
        Cloud.Refuses = _ => null;
        await using var next = await StartAsync(WholeFleet, ("NovaFence:Budget:MaxHosts", places));

        await next.PassAsync(Minutes(5), Stop);

        hosts.Count(Cloud.Has).Should().Be(down);
        foreach (var host in hosts.Where(host => !Cloud.Has(host)))
            (await next.FindingAsync(host, Stop)).Should().BeEquivalentTo(new { Kind = FindingKind.Held, Reason = "budget" });
    }

    [Fact]
    public async Task What_is_down_stays_so_where_the_budget_has_fewer_places_by_now()
    {
        await OpenAsync(Settling, WholeFleet);
        foreach (var host in (string[])["compute1", "compute2"])
            (await FireAsync(host, $"f-{host}")).State.Should().Be(HostState.Down);
        await using var next = await StartAsync(WholeFleet, ("NovaFence:Budget:MaxHosts", "1"));
        await next.DeliverAsync(next.Alert("compute1", "f-compute1"), Stop);
        await next.PassAsync(Minutes(5), Stop);

        Cloud.Has("compute1").Should().BeTrue();
        Cloud.Has("compute2").Should().BeTrue();
        (await next.DeliverAsync(next.Alert("compute3", "f3"), Stop)).Verdict.Reason.Should().Be(Reason.Budget);
    }

    [Fact]
    public async Task A_PUT_may_still_arrive_for_as_long_as_the_lease_was_of_whoever_sent_it()
    {
        await using var dead = await HangAsync(("NovaFence:Fencing:Lease", "00:02:00"), ("NovaFence:Fencing:PutDeadline", "00:01:00"));
        await using var next = await StartAsync(("NovaFence:Fencing:Lease", "00:00:10"), ("NovaFence:Fencing:PutDeadline", "00:00:05"));
        await next.DeliverAsync(next.Alert("compute1", "f1", AlertStatus.Resolved), Stop);
        await next.PassAsync(Seconds(125), Stop);

        (await next.RecordAsync("compute1", Stop))!.DownMayArriveUntil.Should().BeAfter(Given.Clock.Now + Seconds(100));
        Cloud.ForceDown("compute1");
        await next.PassAsync(Minutes(5), Stop);

        (await next.FindingAsync("compute1", Stop)).Should().NotBeEquivalentTo(new { Kind = FindingKind.Foreign }, "it is what was sent before");
    }

    [Fact]
    public async Task A_lease_that_is_longer_than_one_s_own_was_written_by_no_clock_that_is_ahead()
    {
        await using var busy = await HangAsync(("NovaFence:Fencing:Lease", "00:05:00"), ("NovaFence:Fencing:MaxClockSkew", "00:00:00"));
        var until = (await busy.RecordAsync("compute1", Stop))!.Attempt!.Until;
        await using var other = await StartAsync(("NovaFence:Fencing:Lease", "00:00:13"), ("NovaFence:Fencing:MaxClockSkew", "00:00:00"));

        await other.Auditor.RunAsync(Stop);

        (await other.RecordAsync("compute1", Stop))!.Attempt!.Until.Should().Be(until);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_begun_and_is_not_finished_as_NovaFence_only_observes_is_told(bool down)
    {
        if (!down)
        {
            await FireAsync("compute1", "f1");
            await ResolveAsync("compute1", "f1");
        }

        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        if (down)
            await FireAsync("compute1", "f1");
        await PassAsync(Seconds(95));
        (await Given.RecordAsync("compute1", Stop))!.State.Should().Be(down ? HostState.ForcingDown : HostState.Releasing);
        await using var observing = await StartAsync(Observing);
        await observing.PassAsync(Minutes(2), Stop);

        var told = await observing.FindingAsync("compute1", Stop);
        told.Should().BeEquivalentTo(new { Kind = FindingKind.AwaitingOperator, NeedsAPerson = true });
        told!.ToDo.Should().Contain("NovaFence:Mode");
    }

    private Task<PauseResult> PauseAsync(string why) => Given.Pauses.PauseAsync(null, null, why, "test", Stop);

    private AlertEvent FromZabbixFor(string host) => Given.Alert(host, "z1") with { Receiver = Installation.Zabbix, TellsOfAMoment = true };

    private async Task<Installation> StartAsync(params (string, string)[] more)
    {
        var next = Given.Another([Settling, Server, .. more]);
        (await next.Opening.OpenAsync(Stop)).Should().BeNull();
        return next;
    }

    private async Task<Installation> HangAsync(params (string, string)[] more) => await HangAsync(await StartAsync(more));
}
