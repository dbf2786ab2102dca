using NovaFence.Core.Alerts;
using NovaFence.Core.Audit;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>Events that say nothing of their host: a rule without data, a series that vanished.</summary>
public sealed class BlindTests : Scenario
{
    public override async ValueTask InitializeAsync() =>
        await OpenAsync(Settling, ("NovaFence:Routes:0:Receiver", "grafana"), ("NovaFence:Storm:MinHosts", "2"), ("NovaFence:Storm:MaxShare", "0.05"), ("NovaFence:Budget:MaxHosts", "9"), ("NovaFence:Budget:MaxShare", "1"));

    [Fact]
    public async Task A_rule_without_data_forces_nothing_down_and_leaves_no_trace()
    {
        var outcome = await Given.DeliverAsync(Fires("compute1", "A") with { FiresBlind = true }, Stop);

        outcome.Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Ignored, Reason = Reason.NoData });
        Cloud.Puts.Should().BeEmpty();
        (await Given.RecordAsync("compute1", Stop)).Should().BeNull();
        await PassAsync(Minutes(20));
        Cloud.Puts.Should().BeEmpty();
    }

    [Fact]
    public async Task It_is_explained_as_it_would_be_decided()
    {
        var explained = await Given.Explainer.ExplainAsync([Fires("compute1", "A") with { FiresBlind = true }], Stop);

        ((LedgerResult<IReadOnlyList<Explanation>>.Ok)explained).Value.Should().ContainSingle()
            .Which.Should().BeEquivalentTo(new { Verdict = VerdictKind.Ignored, Rule = "route" });
    }

    [Fact]
    public async Task Rules_without_data_of_many_hosts_are_no_storm()
    {
        // Heard before and ended, so that a route is known of each.
        foreach (var host in (string[])["compute1", "compute2", "compute3", "compute4"])
        {
            await Given.DeliverAsync(Fires(host, host), Stop);
            await Given.DeliverAsync(Ends(host, host), Stop);
            await PassAsync(Minutes(61));
        }

        foreach (var host in (string[])["compute1", "compute2", "compute3", "compute4"])
            await Given.DeliverAsync(Fires(host, host) with { FiresBlind = true }, Stop);
        var real = await Given.DeliverAsync(Fires("compute5", "E"), Stop);

        real.Verdict.Kind.Should().Be(VerdictKind.ForceDown);
    }

    [Fact]
    public async Task It_does_not_count_as_one_of_two_that_agree()
    {
        await Given.DeliverAsync(Given.Alert("compute1", "A", release: "agreeing") with { FiresBlind = true }, Stop);
        var second = await Given.DeliverAsync(Given.Alert("compute1", "B", release: "agreeing"), Stop);

        second.Verdict.Reason.Should().Be(Reason.NoEvidence);
    }

    [Fact]
    public async Task An_alert_that_holds_a_host_down_and_loses_its_data_goes_on_holding_it_down()
    {
        await Given.DeliverAsync(Fires("compute1", "A"), Stop);
        await PassAsync(Seconds(30));
        await Given.DeliverAsync(Fires("compute1", "A") with { FiresBlind = true }, Stop);
        await PassAsync(Minutes(10));

        Cloud.Puts.Should().Equal(("compute1", true));
        (await Given.RecordAsync("compute1", Stop))!.Alerts.Should().ContainSingle().Which.Status.Should().Be(AlertStatus.Firing);
    }

    [Fact]
    public async Task An_alert_of_no_host_that_waits_goes_on_waiting_when_its_rule_has_no_data()
    {
        await Given.DeliverAsync(Fires("nosuch", "A"), Stop);
        await Given.DeliverAsync(Fires("nosuch", "A") with { FiresBlind = true }, Stop);

        (await Given.Auditor.RunAsync(Stop)).Findings.Should().Contain(finding => finding.Kind == FindingKind.Held);
    }

    [Fact]
    public async Task A_series_that_vanished_ends_the_alert_and_an_operator_raises_the_host()
    {
        await Given.DeliverAsync(Fires("compute1", "A"), Stop);
        await PassAsync(Minutes(1));
        await Given.DeliverAsync(Ends("compute1", "A") with { EndsBlind = true }, Stop);
        await PassAsync(Minutes(30));

        Cloud.Puts.Should().Equal(("compute1", true));
        (await Given.FindingAsync("compute1", Stop)).Should().BeEquivalentTo(new { Kind = FindingKind.AwaitingOperator, State = HostState.Down });

        (await Given.UnsetAsync("compute1", Stop)).Verdict.Kind.Should().Be(VerdictKind.Unset);
        Cloud.Has("compute1").Should().BeFalse();
    }

    [Fact]
    public async Task A_second_end_does_not_say_what_the_first_could_not()
    {
        await Given.DeliverAsync(Fires("compute1", "A"), Stop);
        await PassAsync(Minutes(1));
        await Given.DeliverAsync(Ends("compute1", "A") with { EndsBlind = true }, Stop);
        await PassAsync(Seconds(10));
        await Given.DeliverAsync(Ends("compute1", "A"), Stop);
        await PassAsync(Minutes(30));

        Cloud.Has("compute1").Should().BeTrue();
    }

    [Theory]
    [InlineData(10)]
    [InlineData(300)]
    public async Task An_alert_that_ended_blind_and_fires_again_without_its_evidence_releases_nothing(int secondsAfter)
    {
        await OpenAsync(Settling, ("NovaFence:Routes:0:Receiver", "grafana"), ("NovaFence:Routes:0:Evidence", "label:fenced=\"true\""));
        await Given.DeliverAsync(Fires("compute1", "A") with { Labels = Labels(("host", "compute1"), ("fenced", "true")) }, Stop);
        await PassAsync(Minutes(1));
        await Given.DeliverAsync(Ends("compute1", "A") with { EndsBlind = true }, Stop);
        await PassAsync(Seconds(secondsAfter));

        await Given.DeliverAsync(Fires("compute1", "A"), Stop);
        await PassAsync(Minutes(30));

        Cloud.Puts.Should().Equal(("compute1", true));
        (await Given.RecordAsync("compute1", Stop))!.Alerts.Should().ContainSingle().Which.Held!.Reason.Should().Be(Reason.NoEvidence, "otherwise this tests nothing");
    }

    [Fact]
    public async Task An_alert_that_fires_again_and_ends_in_sight_releases_the_host()
    {
        await Given.DeliverAsync(Fires("compute1", "A"), Stop);
        await PassAsync(Minutes(1));
        await Given.DeliverAsync(Ends("compute1", "A") with { EndsBlind = true }, Stop);
        await PassAsync(Minutes(5));
        await Given.DeliverAsync(Fires("compute1", "A"), Stop);
        await PassAsync(Minutes(1));
        await Given.DeliverAsync(Ends("compute1", "A"), Stop);
        await PassAsync(Minutes(5));

        Cloud.Has("compute1").Should().BeFalse();
    }

    [Fact]
    public async Task An_alert_that_ended_blind_counts_although_it_made_room_for_others()
    {
        await Given.DeliverAsync(Fires("compute1", "A"), Stop);
        await PassAsync(Minutes(1));
        await Given.DeliverAsync(Fires("compute1", "B"), Stop);
        await Given.DeliverAsync(Ends("compute1", "A") with { EndsBlind = true }, Stop);
        foreach (var number in Enumerable.Range(0, HostRecord.MaxAlerts))
        {
            await Given.DeliverAsync(Fires("compute1", $"C{number}"), Stop);
            await Given.DeliverAsync(Ends("compute1", $"C{number}"), Stop);
        }

        (await Given.RecordAsync("compute1", Stop))!.Alerts.Should().NotContain(alert => alert.Fingerprint == "A");
        await Given.DeliverAsync(Ends("compute1", "B"), Stop);
        await PassAsync(Minutes(30));

        Cloud.Has("compute1").Should().BeTrue();
    }

    private AlertEvent Fires(string host, string fingerprint) => Given.Alert(host, fingerprint) with { Receiver = "grafana" };

    private AlertEvent Ends(string host, string fingerprint) => Given.Alert(host, fingerprint, AlertStatus.Resolved) with { Receiver = "grafana" };
}
