using NovaFence.Core.Alerts;
using NovaFence.Core.Audit;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Core.Power;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>A route that switches its machines off, on a server.</summary>
public sealed partial class PowerOffTests : Scenario
{
    private const string Switch = "switch";

    private static readonly (string, string)[] Routes =
    [
        ("NovaFence:Power:AllowOff", "true"),
        ("NovaFence:Routes:5:Name", Switch),
        ("NovaFence:Routes:5:Receiver", "alertmanager"),
        ("NovaFence:Routes:5:Match:0", "release=\"switch\""),
        ("NovaFence:Routes:5:Evidence", "label:dead=\"true\""),
        ("NovaFence:Routes:5:PowerOff", "true"),
        ("NovaFence:Routes:5:Release", "immediately"),
        ("NovaFence:Routes:5:Contradiction", "ignore"),
    ];

    private ScriptedPower Power => Given.Power;

    public override async ValueTask InitializeAsync() => await StartAsync();

    [Fact]
    public async Task A_machine_that_runs_is_switched_off_once_and_its_host_forced_down_when_it_is_proven_off()
    {
        (await DeliverAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.CheckingPower);
        await PassAsync(Seconds(8));

        var told = Power.Told.Should().ContainSingle().Which;
        told.Host.Should().Be("compute1");
        Cloud.Puts.Should().BeEmpty();
        (await Given.RecordAsync("compute1", Stop)).Should().BeEquivalentTo(new { State = HostState.ForcingDown, Before = SeenBefore.Free });
        (await Given.FindingAsync("compute1", Stop))!.ToDo.Should().Contain("was told at");
        await PassAsync(told.At + Seconds(9.5) - Given.Clock.Now);
        Cloud.Puts.Should().BeEmpty("the two answers are ten seconds apart");
        await PassAsync(Seconds(10));

        Cloud.Puts.Should().Equal(("compute1", true));
        Power.Told.Should().ContainSingle();
        var record = (await Given.RecordAsync("compute1", Stop))!;
        record.Evidence.Should().Be("all(label:dead=\"true\", power:off)");
        record.ProvenOffAt.Should().NotBeNull();
        var events = string.Join('\n', await Given.EventsAsync("compute1", Stop));
        events.Should().Contain("told ForceOff").And.Contain("by route 'switch', evidence all(label:dead=\\\"true\\\", power:off); its BMC was told ForceOff at");
    }

    [Fact]
    public async Task Without_the_evidence_of_its_route_nobody_is_asked_or_told()
    {
        (await FireAsync("compute1", "f1", Switch)).Verdict.Reason.Should().Be(Reason.NoEvidence);
        await PassAsync(Minutes(2));

        Power.Asked.Should().BeEmpty();
        Power.Told.Should().BeEmpty();
    }

    [Theory]
    [InlineData(PowerReading.PoweringOff)]
    [InlineData(PowerReading.Unknown)]
    [InlineData(PowerReading.WrongMachine)]
    [InlineData(PowerReading.Refused)]
    [InlineData(PowerReading.NotTrusted)]
    [InlineData(PowerReading.Redirected)]
    [InlineData(PowerReading.Busy)]
    [InlineData(PowerReading.Unreachable)]
    [InlineData(PowerReading.NotConfigured)]
    public async Task Only_the_right_machine_that_runs_is_told(PowerReading reading)
    {
        Power.Script("compute1", reading);

        await DeliverAsync("compute1", "f1");
        await PassAsync(Minutes(3));

        Power.Told.Should().BeEmpty();
        Cloud.Puts.Should().BeEmpty();
    }

    [Theory]
    [InlineData(PowerReading.On)]
    [InlineData(PowerReading.PoweringOn)]
    [InlineData(PowerReading.Paused)]
    public async Task What_runs_is_told_in_whatever_way_it_runs(PowerReading reading)
    {
        Power.Script("compute1", reading);

        await DeliverAsync("compute1", "f1");
        await PassAsync(Seconds(40));

        Power.Told.Should().ContainSingle();
        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task What_is_off_by_itself_is_told_nothing_and_forced_down()
    {
        Power.Script("compute1", PowerReading.Off);

        await DeliverAsync("compute1", "f1");
        await PassAsync(Seconds(6));

        Power.Told.Should().BeEmpty();
        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task What_would_not_go_off_is_held_gives_its_place_back_and_is_told_again_after_ten_minutes()
    {
        Power.WhenTold = _ => PowerOffStatus.Refused;
        await DeliverAsync("compute1", "f1");
        await PassAsync(Seconds(10));

        var record = (await Given.RecordAsync("compute1", Stop))!;
        record.Should().BeEquivalentTo(new { State = HostState.Clear });
        record.Alerts[0].Held.Should().BeEquivalentTo(new { Reason = Reason.NotSwitchedOff });
        record.Alerts[0].Held!.Facts.Should().Contain("is not told again before");
        await ExpectNoPlacesAsync();
        await PassAsync(Minutes(9));
        Power.Told.Should().ContainSingle();

        Power.WhenTold = _ => PowerOffStatus.Taken;
        await PassAsync(Minutes(3));

        Power.Told.Should().HaveCount(2);
        (Power.Told[1].At - Power.Told[0].At).Should().BeGreaterThanOrEqualTo(PowerOffSent.NotAgainFor);
        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task Nor_is_it_told_sooner_by_a_clock_that_leaps_over_that_time()
    {
        Power.WhenTold = _ => PowerOffStatus.Refused;
        await DeliverAsync("compute1", "f1");
        await PassAsync(Seconds(10));
        LeapAlone(Minutes(60));

        await DeliverAsync("compute1", "f1");
        await PassAsync(Minutes(3));

        Power.Told.Should().ContainSingle();
    }

    [Fact]
    public async Task What_nobody_answered_keeps_its_place_for_two_minutes_and_is_not_told_twice()
    {
        Power.WhenTold = _ => PowerOffStatus.MayAct;
        await DeliverAsync("compute1", "f1");
        await PassAsync(Seconds(100));

        (await Given.RecordAsync("compute1", Stop))!.State.Should().Be(HostState.ForcingDown);
        (await DeliverAsync("compute1", "f1")).Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Recorded, Reason = Reason.SwitchingOff });
        await PassAsync(Seconds(30));

        (await Given.RecordAsync("compute1", Stop))!.Alerts[0].Held!.Reason.Should().Be(Reason.NotSwitchedOff);
        await ExpectNoPlacesAsync();
        await PassAsync(Minutes(7));
        Power.Told.Should().ContainSingle();
        Cloud.Puts.Should().BeEmpty();
    }

    [Fact]
    public async Task What_goes_off_in_the_end_is_forced_down_then()
    {
        Power.WhenTold = _ => PowerOffStatus.MayAct;
        await DeliverAsync("compute1", "f1");
        await PassAsync(Seconds(90));
        Cloud.Puts.Should().BeEmpty();

        Power.Script("compute1", PowerReading.Off);
        await PassAsync(Seconds(16));

        Cloud.Has("compute1").Should().BeTrue();
        Power.Told.Should().ContainSingle();
    }

    [Fact]
    public async Task An_answer_on_after_it_was_told_does_not_shorten_the_read_back()
    {
        Power.WhenTold = _ =>
        {
            Power.Script("compute1", PowerReading.On, PowerReading.Off);
            return PowerOffStatus.MayAct;
        };
        await DeliverAsync("compute1", "f1");
        await PassAsync(Seconds(30));

        Cloud.Has("compute1").Should().BeTrue();
        var record = (await Given.RecordAsync("compute1", Stop))!;
        var offs = record.Reads!.Offs;
        (offs[^1].Began - offs[0].Ended).Should().BeGreaterThanOrEqualTo(Seconds(10));
    }

    [Fact]
    public async Task Nothing_is_unset_while_the_machine_may_go_off()
    {
        await GoOffByWhateverAsync();
        Cloud.Has("compute1").Should().BeTrue("it went off, by whatever");

        (await Given.UnsetAsync("compute1", Stop, force: true)).Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Recorded, Reason = Reason.SwitchingOff });
        await PassAsync(Power.Told[0].At + Seconds(118) - Given.Clock.Now);
        Cloud.Has("compute1").Should().BeTrue();
        await PassAsync(Seconds(40));

        Cloud.Has("compute1").Should().BeFalse("the operator's word stands until it is done");
    }

    [Fact]
    public async Task Nor_by_a_clock_that_leaps_over_that_time()
    {
        await GoOffByWhateverAsync();
        LeapAlone(Minutes(60));

        (await Given.UnsetAsync("compute1", Stop, force: true)).Verdict.Reason.Should().Be(Reason.SwitchingOff);

        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task An_observer_says_what_would_be_sent_and_so_does_whoever_explains()
    {
        await StartAsync(("NovaFence:Mode", "observe"));
        await DeliverAsync("compute1", "f1");
        await PassAsync(Seconds(20));

        Power.Told.Should().BeEmpty();
        string.Join('\n', await Given.EventsAsync("compute1", Stop)).Should().Contain("would have told its BMC ForceOff");

        await StartAsync();
        var explained = ((LedgerResult<IReadOnlyList<Explanation>>.Ok)await Given.Explainer.ExplainAsync([Alert("compute1", "f1")], Stop)).Value.Single();
        explained.Verdict.Should().Be(VerdictKind.Recorded);
        explained.Reason.Should().Contain("switching off").And.Contain("ForceOff");
        Power.Told.Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_forced_down_already_is_not_switched_off()
    {
        await FireAsync("compute1", "f0");
        Cloud.Has("compute1").Should().BeTrue();

        await DeliverAsync("compute1", "f1");
        await PassAsync(Minutes(2));

        Power.Told.Should().BeEmpty();
    }

    [Fact]
    public async Task An_operators_word_that_was_done_and_undone_by_another_hand_does_not_keep_its_machine_running()
    {
        await Given.ForceDownAsync("compute1", Stop);
        Cloud.Unset("compute1");
        await Given.Auditor.RunAsync(Stop);
        (await Given.RecordAsync("compute1", Stop)).Should().BeEquivalentTo(new { State = HostState.Clear, Word = new { Down = true } });

        await DeliverAsync("compute1", "f1");
        await PassAsync(Seconds(40));

        Power.NotMeant.Should().BeEmpty();
        Power.Told.Should().ContainSingle();
        Cloud.Has("compute1").Should().BeTrue();
    }

    private async Task StartAsync(params (string, string)[] more) => await OpenAsync([Settling, (Installation.Timer, ""), .. Routes, .. more]);

    private AlertEvent Alert(string host, string fingerprint, AlertStatus status = AlertStatus.Firing)
    {
        var alert = Given.Alert(host, fingerprint, status, Switch);
        return alert with { Labels = new Dictionary<string, string>(alert.Labels) { ["dead"] = "true" } };
    }

    private Task<Outcome> DeliverAsync(string host, string fingerprint, AlertStatus status = AlertStatus.Firing) => Given.DeliverAsync(Alert(host, fingerprint, status), Stop);

    /// <summary>Nobody knows whether the BMC has taken the order, and the machine goes off.</summary>
    private async Task GoOffByWhateverAsync()
    {
        Power.WhenTold = _ =>
        {
            Power.Script("compute1", PowerReading.Off);
            return PowerOffStatus.MayAct;
        };
        await DeliverAsync("compute1", "f1");
        await PassAsync(Seconds(30));
    }

    /// <summary>The budget has no place taken, as far as an audit can tell, and another host may have the only one.</summary>
    private async Task ExpectNoPlacesAsync()
    {
        (await Given.Auditor.RunAsync(Stop)).Findings.Should().NotContain(finding => finding.Kind == FindingKind.LedgerInconsistent);
        (await Given.Status.LookAsync(Stop)).Budget!.Used.Should().Be(0);
    }
}
