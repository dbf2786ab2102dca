using NovaFence.Core.Alerts;
using NovaFence.Core.Audit;
using NovaFence.Core.Decisions;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>What waits in the ledger was taken by one configuration, and is decided by another: after a restart, or because two instances have not the same yet.</summary>
public sealed class ChangedConfigurationTests : Scenario
{
    private static readonly (string, string) Server = (Installation.Timer, "");
    private static readonly (string, string)[] Renamed = [("NovaFence:Routes:0:Name", "renamed"), ("NovaFence:Routes:0:FormerNames:0", "released")];
    private static readonly (string, string) Observing = ("NovaFence:Mode", "observe");
    private static readonly (string, string) Narrowed = ("NovaFence:Routes:0:Match:1", "severity=\"critical\"");

    [Fact]
    public async Task A_hold_that_an_instance_without_its_route_was_first_with_is_let_through_by_one_that_has_it()
    {
        await using var newer = await StartAsync(Renamed);
        Cloud.Report("compute1");
        (await newer.DeliverAsync(newer.Alert("compute1", "f1"), Stop)).Verdict.Reason.Should().Be(Reason.Contradicted);
        Given.Clock.Advance(Seconds(16));
        await Given.Auditor.RunAsync(Stop);
        (await Given.RecordAsync("compute1", Stop))!.Alerts[0].Held!.Reason.Should().Be(Reason.AwaitingOperator, "the older one does not know the name");

        await newer.PassAsync(Minutes(1), Stop);

        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task A_hold_whose_route_has_its_name_again_is_decided_anew()
    {
        await Given.Pauses.PauseAsync(null, Minutes(1), "maintenance", "test", Stop);
        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.Paused);
        await using (var wrong = await StartAsync(Renamed[0]))
        {
            await wrong.PassAsync(Minutes(30), Stop);
            (await wrong.FindingAsync("compute1", Stop))!.ToDo.Should().Contain("no longer configured");
        }

        await using var right = await StartAsync(Renamed);
        await right.PassAsync(Minutes(1), Stop);

        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task An_accepted_alert_that_was_not_told_to_Nova_while_its_route_was_away_is_told_when_it_is_back()
    {
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        (await FireAsync("compute1", "f1")).State.Should().Be(HostState.ForcingDown);
        Cloud.Refuses = _ => null;
        await using (var wrong = await StartAsync(Renamed[0]))
            await wrong.PassAsync(Minutes(1), Stop);
        Cloud.Has("compute1").Should().BeFalse();

        await using var right = await StartAsync(Renamed);
        await right.PassAsync(Minutes(1), Stop);

        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task While_Nova_is_away_two_instances_of_which_one_has_the_route_lose_nothing()
    {
        await using var newer = await StartAsync(Renamed);
        await using var older = await StartAsync();
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        await newer.DeliverAsync(newer.Alert("compute1", "f1"), Stop);
        for (var time = 0; time < 6; time++)
        {
            await older.Auditor.RunAsync(Stop);
            await newer.PassAsync(Seconds(15), Stop);
        }

        Cloud.Refuses = _ => null;
        await newer.PassAsync(Minutes(1), Stop);

        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task What_was_held_is_not_let_through_by_a_route_that_takes_other_alerts_by_now()
    {
        await Given.Pauses.PauseAsync(null, null, "the route takes too much", "test", Stop);
        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.Paused);
        await using var next = await StartAsync(Narrowed);
        await next.Pauses.ResumeAsync(null, "test", Stop);

        await next.PassAsync(Minutes(5), Stop);

        Cloud.Has("compute1").Should().BeFalse();
        (await next.FindingAsync("compute1", Stop)).Should().BeEquivalentTo(new { Kind = FindingKind.Held, NeedsAPerson = true });
        (await next.DeliverAsync(WithLabel(next.Alert("compute1", "f1"), "severity", "critical"), Stop)).Verdict.Kind.Should().Be(VerdictKind.ForceDown, "by its labels the route takes it still");
    }

    [Fact]
    public async Task What_was_held_while_NovaFence_only_observed_is_not_let_through_when_it_fences()
    {
        await using (var observing = await StartAsync(Observing))
        {
            Cloud.Report("compute1");
            (await observing.DeliverAsync(observing.Alert("compute1", "f1"), Stop)).Verdict.Reason.Should().Be(Reason.Contradicted);
        }

        await using var next = await StartAsync(Server);
        await next.PassAsync(Minutes(5), Stop);

        Cloud.Has("compute1").Should().BeFalse();
        (await next.FindingAsync("compute1", Stop)).Should().BeEquivalentTo(new { Kind = FindingKind.Held, NeedsAPerson = true });
        (await next.DeliverAsync(next.Alert("compute1", "f1"), Stop)).Verdict.Kind.Should().Be(VerdictKind.ForceDown, "its sender says it again");
    }

    [Fact]
    public async Task What_was_held_before_NovaFence_only_observed_for_a_while_is_let_through_when_it_fences_again()
    {
        Cloud.Report("compute1");
        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.Contradicted);
        await using (var observing = await StartAsync(Server, Observing))
            await observing.PassAsync(Minutes(1), Stop);
        Cloud.Has("compute1").Should().BeFalse();

        await using var next = await StartAsync(Server);
        await next.PassAsync(Minutes(1), Stop);

        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task What_was_accepted_and_not_told_to_Nova_is_not_told_by_such_a_route_either()
    {
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        (await FireAsync("compute1", "f1")).State.Should().Be(HostState.ForcingDown);
        Cloud.Refuses = _ => null;
        await using var next = await StartAsync(Narrowed);

        await next.PassAsync(Minutes(5), Stop);

        Cloud.Has("compute1").Should().BeFalse();
        (await next.FindingAsync("compute1", Stop)).Should().BeEquivalentTo(new { Kind = FindingKind.Held, NeedsAPerson = true });
    }

    [Fact]
    public async Task A_host_that_is_down_stays_so_and_is_released_as_ever()
    {
        await FireAsync("compute1", "f1");
        await using var next = await StartAsync(Narrowed, ("NovaFence:Hosts:Labels:0", "node"));
        await next.PassAsync(Minutes(5), Stop);
        Cloud.Has("compute1").Should().BeTrue();

        await next.DeliverAsync(next.Alert("compute1", "f1", AlertStatus.Resolved), Stop);
        await next.PassAsync(Minutes(4), Stop);

        Cloud.Has("compute1").Should().BeFalse();
    }

    [Fact]
    public async Task What_was_held_for_the_host_of_a_label_that_names_hosts_no_more_is_not_let_through()
    {
        await Given.Pauses.PauseAsync(null, null, "the label is the exporter's", "test", Stop);
        await Given.DeliverAsync(WithLabel(Given.Alert("compute1", "f1"), "node", "compute2"), Stop);
        await using var next = await StartAsync(("NovaFence:Hosts:Labels:0", "node"));
        await next.Pauses.ResumeAsync(null, "test", Stop);

        await next.PassAsync(Minutes(5), Stop);

        Cloud.Puts.Should().BeEmpty();
        (await next.FindingAsync("compute1", Stop)).Should().BeEquivalentTo(new { Kind = FindingKind.Held, NeedsAPerson = true });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_names_another_host_by_now_does_not_fire_again_for_the_first(bool namesItsOwnAtLast)
    {
        await Given.Pauses.PauseAsync(null, Minutes(1), "maintenance", "test", Stop);
        var alert = WithLabel(Given.Alert("compute1", "f1", ago: Minutes(1)), "node", "compute2");
        await Given.DeliverAsync(alert, Stop);
        await using var next = await StartAsync(("NovaFence:Hosts:Labels:0", "node"), ("NovaFence:Hosts:Labels:1", "host"));
        await next.Pauses.ResumeAsync(null, "test", Stop);
        (await next.DeliverAsync(WithLabel(alert, "host", ""), Stop)).Verdict.Reason.Should().Be(Reason.NamesAnotherHost);
        await next.DeliverAsync(WithLabel(next.Alert("compute1", "f1", AlertStatus.Resolved), "node", ""), Stop);
        (await next.DeliverAsync(WithLabel(alert, "host", ""), Stop)).Verdict.Reason.Should().Be(Reason.NamesAnotherHost);
        if (namesItsOwnAtLast)
            (await next.DeliverAsync(WithLabel(alert, "node", ""), Stop)).Verdict.Reason.Should().Be(Reason.Pending);

        await next.PassAsync(Minutes(5), Stop);

        Cloud.Has("compute1").Should().Be(namesItsOwnAtLast);
        Cloud.Has("compute2").Should().BeFalse();
    }

    [Fact]
    public async Task Nor_is_what_waits_beside_the_records_taken_by_such_a_label()
    {
        (await Given.DeliverAsync(WithLabel(Given.Alert("compute1.example.org", "f1"), "node", "compute2"), Stop)).Verdict.Reason.Should().Be(Reason.UnknownHost);
        await using var next = await StartAsync(("NovaFence:Hosts:Labels:0", "node"), ("NovaFence:Hosts:Domains:0", "example.org"));

        await next.Auditor.RunAsync(Stop);
        await next.PassAsync(Minutes(5), Stop);

        Cloud.Puts.Should().BeEmpty();
        (await next.FindingAsync("compute1", Stop)).Should().BeEquivalentTo(new { Kind = FindingKind.Held, Reason = "awaiting operator" }).And.Subject.As<Finding>().ToDo.Should().Contain("its next event decides it. If it is fenced: novafence force-down compute1 ");
        (await next.DeliverAsync(WithLabel(next.Alert("compute1.example.org", "f1"), "node", "compute2"), Stop)).Should().BeEquivalentTo(new { Host = "compute2", State = HostState.Down });
    }

    [Fact]
    public async Task What_a_route_takes_no_more_agrees_with_nothing()
    {
        (await FireAsync("compute1", "f1", "agreeing")).Verdict.Reason.Should().Be(Reason.NoEvidence);
        await using var next = await StartAsync(("NovaFence:Routes:2:Match:1", "severity=\"critical\""));

        (await next.DeliverAsync(WithLabel(next.Alert("compute1", "f2", release: "agreeing"), "severity", "critical"), Stop)).Verdict.Reason.Should().Be(Reason.NoEvidence);
    }

    [Fact]
    public async Task Nor_is_it_let_through_with_what_would_agree_with_it()
    {
        (await FireAsync("compute1", "f1", "agreeing")).Verdict.Reason.Should().Be(Reason.NoEvidence);
        await using var next = await StartAsync(("NovaFence:Routes:2:Match:1", "severity=\"critical\""));
        await next.DeliverAsync(next.Alert("compute1", "f2"), Stop);

        (await next.RecordAsync("compute1", Stop))!.Alerts.Should().ContainSingle(alert => alert.Accepted).Which.Fingerprint.Should().Be("f2");
    }

    [Fact]
    public async Task What_was_accepted_long_ago_by_a_route_that_ignores_reports_does_not_force_a_living_host_down()
    {
        await OpenAsync(Settling, ("NovaFence:Routes:0:Contradiction", "ignore"));
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        (await FireAsync("compute1", "f1")).State.Should().Be(HostState.ForcingDown);
        Cloud.Refuses = _ => null;
        Cloud.Boot("compute1");
        Given.Clock.Advance(TimeSpan.FromHours(8));
        await using var next = await StartAsync(("NovaFence:Routes:0:Contradiction", "ignore"));

        await next.PassAsync(Minutes(5), Stop);

        Cloud.Has("compute1").Should().BeFalse();
        (await next.FindingAsync("compute1", Stop)).Should().BeEquivalentTo(new { NeedsAPerson = true });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_hold_that_no_time_lets_through_is_none_that_waits_for_its_route(bool isRenamed)
    {
        (string, string)[] storms = [Settling, Server, ("NovaFence:Storm:MinHosts", "3"), ("NovaFence:Storm:MaxShare", "0.05"), ("NovaFence:Storm:Window", "00:01:00")];
        await OpenAsync(storms);
        foreach (var host in (string[])["compute2", "compute3"])
            await FireAsync(host, $"f-{host}", "agreeing");
        var alert = Given.Alert("compute1", "f1", ago: Minutes(1));
        (await Given.DeliverAsync(alert, Stop)).Verdict.Reason.Should().Be(Reason.Storm);
        foreach (var host in (string[])["compute2", "compute3"])
            await ResolveAsync(host, $"f-{host}", "agreeing");
        await ResolveAsync("compute1", "f1");
        (await Given.DeliverAsync(alert, Stop)).Verdict.Reason.Should().Be(Reason.Pending);
        await using (var wrong = await StartAsync([.. storms, isRenamed ? Renamed[0] : Narrowed]))
            await wrong.PassAsync(Minutes(3), Stop);

        await using var right = await StartAsync(storms);
        await right.PassAsync(Minutes(3), Stop);

        Cloud.Has("compute1").Should().BeFalse();
        (await right.RecordAsync("compute1", Stop))!.Alerts.Should().ContainSingle(entry => entry.Held != null && entry.Held.Reason == Reason.Storm);
    }

    private async Task<Installation> StartAsync(params (string, string)[] more)
    {
        var next = Given.Another([Settling, Server, .. more]);
        (await next.Opening.OpenAsync(Stop)).Should().BeNull();
        return next;
    }

    private static AlertEvent WithLabel(AlertEvent alert, string name, string value) => alert with { Labels = new Dictionary<string, string>(alert.Labels) { [name] = value } };
}
