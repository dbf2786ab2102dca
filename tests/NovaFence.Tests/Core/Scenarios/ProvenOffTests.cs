using NovaFence.Core.Audit;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Power;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>A host that was proven off and forced down: what its machine does until it is unset.</summary>
public sealed class ProvenOffTests : Scenario
{
    private const string Off = "power off";

    private ScriptedPower Power => Given.Power;

    public override async ValueTask InitializeAsync() => await OpenAsync(
        Settling,
        (Installation.Timer, ""),
        ("NovaFence:Routes:5:Name", Off),
        ("NovaFence:Routes:5:Receiver", "alertmanager"),
        ("NovaFence:Routes:5:Match:0", "release=\"power off\""),
        ("NovaFence:Routes:5:Evidence", "power:off"));

    [Fact]
    public async Task A_host_that_was_proven_off_is_released_when_it_reports_and_its_machine_was_read_to_run_twice()
    {
        await ProvenOffAsync();
        Cloud.Boot("compute1");
        await ResolveAsync("compute1", "f1", Off);
        await PassAsync(Minutes(3));
        Cloud.Has("compute1").Should().BeTrue("its BMC says Off");
        (await Given.ViewAsync("compute1", Stop)).Release!.Lacks.Should().Contain("said Off last");

        Power.Script("compute1", PowerReading.On);
        await PassAsync(Seconds(45));

        Cloud.Has("compute1").Should().BeFalse();
        (await Given.RecordAsync("compute1", Stop))!.ProvenOffAt.Should().BeNull();
    }

    [Fact]
    public async Task One_whose_BMC_stays_silent_is_overdue_and_a_person_is_told_why()
    {
        await ProvenOffAsync();
        Power.Script("compute1", PowerReading.Unreachable);
        Cloud.Boot("compute1");
        await ResolveAsync("compute1", "f1", Off);
        await PassAsync(Minutes(18));

        var finding = (await Given.FindingAsync("compute1", Stop))!;
        finding.Kind.Should().Be(FindingKind.Overdue);
        finding.ToDo.Should().Contain("said Unreachable last");
        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task A_machine_that_runs_while_its_alert_fires_is_critical()
    {
        await ProvenOffAsync();
        await PassAsync(Minutes(1));
        (await Given.FindingAsync("compute1", Stop))!.Kind.Should().Be(FindingKind.InSync);

        Power.Script("compute1", PowerReading.On);
        await PassAsync(Seconds(40));

        var finding = (await Given.FindingAsync("compute1", Stop))!;
        finding.Should().BeEquivalentTo(new { Kind = FindingKind.PoweredOn, NeedsAPerson = true });
        finding.Kind.Severity().Should().Be(FindingSeverity.Critical);
        Cloud.Has("compute1").Should().BeTrue();
    }

    [Theory]
    [InlineData(1, FindingKind.PoweredOn)]
    [InlineData(0, FindingKind.AwaitingHeartbeat)]
    public async Task And_while_servers_are_evacuated_from_it_but_not_in_a_normal_recovery(int evacuations, FindingKind kind)
    {
        await ProvenOffAsync();
        Cloud.Evacuations = new EvacuationCount.Known(evacuations);
        await ResolveAsync("compute1", "f1", Off);
        Power.Script("compute1", PowerReading.On);
        await PassAsync(Minutes(2));

        (await Given.FindingAsync("compute1", Stop))!.Kind.Should().Be(kind);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whether_an_unset_was_done_that_an_alert_has_stopped_since_is_seen_without_an_audit(bool done)
    {
        await FireAsync("compute1", "f1");
        await ResolveAsync("compute1", "f1");
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        await PassAsync(Seconds(91));
        (await Given.RecordAsync("compute1", Stop))!.State.Should().Be(HostState.Releasing);
        Power.Script("compute1", PowerReading.On);
        (await FireAsync("compute1", "f2", Off)).Verdict.Reason.Should().Be(Reason.CheckingPower);
        Cloud.Refuses = _ => null;
        if (done)
            Cloud.Unset("compute1");
        await PassAsync(Minutes(1));

        (await Given.RecordAsync("compute1", Stop))!.Should().Match<HostRecord>(record => record.State == (done ? HostState.Clear : HostState.Down) && record.Failures == 0);
        Cloud.Has("compute1").Should().Be(!done);
    }

    private async Task ProvenOffAsync()
    {
        Power.Script("compute1", PowerReading.Off);
        await FireAsync("compute1", "f1", Off);
        await PassAsync(Seconds(10));
        Cloud.Has("compute1").Should().BeTrue();
        (await Given.RecordAsync("compute1", Stop))!.ProvenOffAt.Should().NotBeNull();
    }
}
