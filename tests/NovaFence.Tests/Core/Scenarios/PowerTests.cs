using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Core.Power;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>A route that wants its machines off: on a server whose timer goes on reading, and without one.</summary>
public sealed class PowerTests : Scenario
{
    private const string Off = "power off";

    private static readonly (string, string)[] Routes =
    [
        ("NovaFence:Routes:5:Name", Off),
        ("NovaFence:Routes:5:Receiver", "alertmanager"),
        ("NovaFence:Routes:5:Match:0", "release=\"power off\""),
        ("NovaFence:Routes:5:Evidence", "power:off"),
        ("NovaFence:Routes:6:Name", "fenced and off"),
        ("NovaFence:Routes:6:Receiver", "alertmanager"),
        ("NovaFence:Routes:6:Match:0", "release=\"both\""),
        ("NovaFence:Routes:6:Evidence", "all(label:fenced=\"true\", power:off)"),
        ("NovaFence:Routes:7:Name", "off or down"),
        ("NovaFence:Routes:7:Receiver", "alertmanager"),
        ("NovaFence:Routes:7:Match:0", "release=\"any\""),
        ("NovaFence:Routes:7:Evidence", "any(power:off, prometheus:\"up{instance='{host}'} == 0\")"),
    ];

    private ScriptedPower Power => Given.Power;

    public override async ValueTask InitializeAsync() => await OpenAsync([Settling, (Installation.Timer, ""), .. Routes]);

    [Fact]
    public async Task A_machine_that_is_off_is_forced_down_after_the_read_back_and_not_before()
    {
        Power.Script("compute1", PowerReading.Off);

        (await FireAsync("compute1", "f1", Off)).Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Held, Reason = Reason.CheckingPower });
        await PassAsync(Seconds(2.8));
        Cloud.Puts.Should().BeEmpty();
        await PassAsync(Seconds(1));

        Cloud.Has("compute1").Should().BeTrue();
        Power.Asked.Should().HaveCount(2);
        (await Given.RecordAsync("compute1", Stop))!.Evidence.Should().Be("power:off");
    }

    [Theory]
    [InlineData(PowerReading.On, Reason.PowerOn)]
    [InlineData(PowerReading.PoweringOn, Reason.PowerOn)]
    [InlineData(PowerReading.Paused, Reason.PowerOn)]
    [InlineData(PowerReading.PoweringOff, Reason.GoingOff)]
    [InlineData(PowerReading.Unknown, Reason.PowerUnknown)]
    [InlineData(PowerReading.WrongMachine, Reason.WrongMachine)]
    [InlineData(PowerReading.Refused, Reason.PowerRefused)]
    [InlineData(PowerReading.NotTrusted, Reason.PowerNotTrusted)]
    [InlineData(PowerReading.Redirected, Reason.PowerRedirected)]
    [InlineData(PowerReading.Busy, Reason.PowerBusy)]
    [InlineData(PowerReading.Unreachable, Reason.PowerUnreachable)]
    [InlineData(PowerReading.NotConfigured, Reason.PowerNotConfigured)]
    public async Task Every_other_answer_is_a_hold_of_its_own_and_goes_on_by_itself(PowerReading reading, Reason reason)
    {
        Power.Script("compute1", PowerReading.Off, reading, reading, PowerReading.Off);
        await FireAsync("compute1", "f1", Off);
        await PassAsync(Seconds(4));

        (await Given.RecordAsync("compute1", Stop))!.Alerts[0].Held!.Reason.Should().Be(reason);
        (await Given.FindingAsync("compute1", Stop))!.NeedsAPerson.Should().BeTrue();
        Cloud.Puts.Should().BeEmpty();
        await PassAsync(Seconds(30));

        Cloud.Has("compute1").Should().BeTrue("from then on it said Off");
    }

    [Fact]
    public async Task A_machine_that_runs_is_never_forced_down_and_asked_seldom_in_the_end()
    {
        await FireAsync("compute1", "f1", Off);
        await PassAsync(Minutes(4.9));

        Cloud.Puts.Should().BeEmpty();
        Power.Asked.Count.Should().BeInRange(26, 33);
        (await Given.EventsAsync("compute1", Stop)).Should().HaveCountLessThan(5, "an answer that says the same is no news");
    }

    [Fact]
    public async Task Alerts_that_wait_for_a_BMC_that_does_not_answer_do_not_keep_one_with_its_evidence_away()
    {
        Power.Script("compute1", PowerReading.Unreachable);
        foreach (var number in Enumerable.Range(1, HostRecord.MaxAlerts))
            await FireAsync("compute1", $"f{number}", Off);
        await PassAsync(Seconds(10));
        (await Given.RecordAsync("compute1", Stop))!.Alerts.Should().OnlyContain(alert => alert.Held!.Reason == Reason.PowerUnreachable).And.HaveCount(HostRecord.MaxAlerts);

        (await FireAsync("compute1", "fenced")).State.Should().Be(HostState.Down);
    }

    [Fact]
    public async Task Its_end_ends_the_asking()
    {
        await FireAsync("compute1", "f1", Off);
        await PassAsync(Seconds(10));
        await ResolveAsync("compute1", "f1", Off);
        var asked = Power.Asked.Count;
        Power.Script("compute1", PowerReading.Off);

        await PassAsync(Minutes(2));

        Power.Asked.Count.Should().BeInRange(asked, asked + 1);
        Cloud.Puts.Should().BeEmpty();
    }

    [Fact]
    public async Task A_repeat_of_what_brought_it_down_asks_nobody()
    {
        Power.Script("compute1", PowerReading.Off);
        await FireAsync("compute1", "f1", Off);
        await PassAsync(Seconds(10));
        var asked = Power.Asked.Count;
        Given.Clock.Advance(Minutes(1));

        (await FireAsync("compute1", "f1", Off)).Verdict.Reason.Should().Be(Reason.AlreadyDown);

        Power.Asked.Should().HaveCount(asked);
        await PassAsync(Minutes(2));
        Power.Asked.Count.Should().BeInRange(asked + 3, asked + 5, "it is watched, seldom");
        Cloud.Puts.Should().HaveCount(1);
    }

    [Fact]
    public async Task Where_another_condition_is_not_met_no_BMC_is_asked()
    {
        (await FireAsync("compute1", "f1", "both")).Verdict.Reason.Should().Be(Reason.NoEvidence);
        await PassAsync(Seconds(20));

        Power.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task What_one_part_cannot_say_another_may()
    {
        Power.Script("compute1", PowerReading.Unreachable);
        Power.Holds = null;
        await FireAsync("compute1", "f1", "any");
        await PassAsync(Seconds(12));
        Cloud.Puts.Should().BeEmpty();
        (await Given.RecordAsync("compute1", Stop))!.Alerts[0].Held!.Facts.Should().Contain("it says Unreachable").And.Contain("0 of 2 samples");

        Power.Holds = true;
        await PassAsync(Seconds(6));

        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task A_hold_for_something_else_asks_no_BMC_until_that_is_over_and_what_was_read_before_it_is_too_old()
    {
        await OpenAsync([Settling, (Installation.Timer, ""), ("NovaFence:Budget:MaxHosts", "1"), .. Routes]);
        await FireAsync("compute2", "f2");
        Power.Script("compute1", PowerReading.Off, PowerReading.Off, PowerReading.On, PowerReading.Off);
        await FireAsync("compute1", "f1", Off);
        await PassAsync(Seconds(5));
        (await Given.RecordAsync("compute1", Stop))!.Alerts[0].Held!.Reason.Should().Be(Reason.Budget);
        await PassAsync(Minutes(2));
        Power.Asked.Should().HaveCount(2);
        (await Given.EventsAsync("compute1", Stop)).Should().HaveCount(2);

        await ResolveAsync("compute2", "f2");
        await PassAsync(Seconds(110));

        Power.Asked.Count.Should().BeGreaterThan(4);
        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task Evidence_that_became_too_old_before_the_PUT_is_had_anew()
    {
        Power.Script("compute1", PowerReading.Off, PowerReading.Off, PowerReading.On);
        Cloud.DuringListing = _ =>
        {
            // The listing takes so long that the evidence is too old by then.
            Given.Clock.Advance(Seconds(Power.Asked.Count == 2 ? 16 : 0));
            return Task.CompletedTask;
        };

        await FireAsync("compute1", "f1", Off);
        await PassAsync(Seconds(30));

        Cloud.Puts.Should().BeEmpty();
        (await Given.RecordAsync("compute1", Stop))!.Alerts[0].Held!.Reason.Should().Be(Reason.PowerOn);
    }

    [Fact]
    public async Task Where_Nova_did_not_answer_the_PUT_the_next_one_wants_fresh_answers()
    {
        Power.Script("compute1", PowerReading.Off, PowerReading.Off, PowerReading.On);
        var refused = true;
        Cloud.Refuses = _ => refused ? ScriptedCloud.NoReply(mayHaveArrived: false) : null;
        await FireAsync("compute1", "f1", Off);
        await PassAsync(Seconds(10));
        Cloud.Puts.Should().NotBeEmpty();
        var sent = Cloud.Puts.Count;
        Given.Clock.Advance(Minutes(1));
        refused = false;

        await PassAsync(Minutes(1));

        Cloud.Puts.Should().HaveCount(sent);
        Cloud.Has("compute1").Should().BeFalse("it runs again by now");
    }

    [Fact]
    public async Task Another_instance_proves_for_itself()
    {
        Power.Script("compute1", PowerReading.Off);
        await FireAsync("compute1", "f1", Off);
        await PassAsync(Seconds(0.5));
        await using var other = Given.Another([Settling, (Installation.Timer, ""), .. Routes]);
        (await other.Opening.OpenAsync(Stop)).Should().BeNull();
        Given.Clock.Advance(Seconds(4));

        await other.DueWork.RunDueAsync(Stop);
        await other.DueWork.RunDueAsync(Stop);
        Cloud.Puts.Should().BeEmpty("its clock may be another");
        await other.PassAsync(Seconds(12), Stop);

        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task Without_a_timer_the_delivery_itself_waits_for_the_read_back()
    {
        await OpenAsync([Settling, .. Routes]);
        Power.Script("compute1", PowerReading.Off);

        (await WhileTimePassesAsync(FireAsync("compute1", "f1", Off), 0.5)).Should().BeEquivalentTo(new { Verdict = new { Kind = VerdictKind.ForceDown }, State = HostState.Down });
        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task Without_a_timer_an_audit_waits_for_no_BMC_that_is_busy()
    {
        await OpenAsync([Settling, .. Routes]);
        Power.Script("compute1", PowerReading.Busy);
        await Given.DeliverAsync(Given.Alert("compute1", "f1", release: Off), Stop, answerWithin: Seconds(2));
        Given.Clock.Advance(Seconds(6));

        // The clock stands still: what waits for it never ends.
        var report = await Given.Auditor.RunAsync(Stop).WaitAsync(Seconds(20), Stop);

        report.Findings.Should().ContainSingle(finding => finding.Host == "compute1" && finding.Reason == "bmc busy");
        Power.Asked.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_host_that_reports_is_held_for_that_whatever_its_BMC_says()
    {
        Power.Script("compute12", PowerReading.Off);

        await FireAsync("compute12", "f1", Off);
        await PassAsync(Seconds(10));

        Cloud.Puts.Should().BeEmpty();
        (await Given.RecordAsync("compute12", Stop))!.Alerts[0].Held!.Reason.Should().Be(Reason.Contradicted);
    }

    [Fact]
    public async Task What_is_explained_is_read_once_and_nothing_of_it_is_stored()
    {
        Power.Script("compute1", PowerReading.PoweringOff);

        var explained = ((LedgerResult<IReadOnlyList<Explanation>>.Ok)await Given.Explainer.ExplainAsync([Given.Alert("compute1", "f1", release: Off)], Stop)).Value.Single();

        explained.Should().BeEquivalentTo(new { Verdict = VerdictKind.Held, Rule = "evidence" });
        explained.Reason.Should().Contain("going off").And.Contain("it says PoweringOff");
        Power.Asked.Should().Equal("compute1");
        (await Given.RecordAsync("compute1", Stop)).Should().BeNull();
    }

    [Fact]
    public async Task What_resumes_after_its_end_is_proven_anew()
    {
        Power.Script("compute1", PowerReading.Off, PowerReading.On);
        await FireAsync("compute1", "f1", Off);
        await PassAsync(Seconds(1));
        await ResolveAsync("compute1", "f1", Off);
        Given.Clock.Advance(Seconds(2));
        Power.Script("compute1", PowerReading.Off);
        await FireAsync("compute1", "f1", Off, ago: Seconds(-1));
        await PassAsync(Seconds(2.5));

        Cloud.Puts.Should().BeEmpty("the first answer was of the period before");
        await PassAsync(Seconds(4));
        Cloud.Has("compute1").Should().BeTrue();
    }
}
