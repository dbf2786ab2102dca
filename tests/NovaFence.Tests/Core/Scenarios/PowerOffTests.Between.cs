using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Power;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <content>What happens between the intent and the BMC's being told, and between two instances.</content>
public sealed partial class PowerOffTests
{
    public static TheoryData<string, string> Between => new()
    {
        { "a pause of its host", "paused" },
        { "a pause of everything", "paused" },
        { "its nova-compute reports", "contradicted" },
        { "it is forced down by another hand", "foreign" },
        { "its alert ends", "no alert wants it" },
        { "an operator unsets it", "an operator" },
        { "an operator forces it down", "an operator" },
        { "Nova does not answer", "Nova could not be asked" },
        { "Nova has become another one", "not one compute service is the same" },
        { "operators take all places", "budget" },
    };

    [Theory]
    [MemberData(nameof(Between))]
    public async Task What_comes_between_the_intent_and_the_BMC_keeps_it_from_being_told(string what, string why)
    {
        var is1st = true;
        Power.BeforeMeant = async host =>
        {
            if (!is1st)
                return;
            is1st = false;
            switch (what)
            {
                case "a pause of its host" or "a pause of everything":
                    await using (var other = await AnotherAsync())
                        await other.Pauses.PauseAsync(what == "a pause of everything" ? null : host, TimeSpan.FromHours(1), "work", "test", Stop);
                    break;
                case "its nova-compute reports":
                    Cloud.Report(host);
                    break;
                case "it is forced down by another hand":
                    Cloud.ForceDown(host);
                    break;
                case "its alert ends":
                    await DeliverAsync(host, "f1", AlertStatus.Resolved);
                    break;
                case "an operator unsets it":
                    await Given.UnsetAsync(host, Stop);
                    break;
                case "an operator forces it down":
                    await Given.ForceDownAsync(host, Stop);
                    break;
                case "Nova has become another one":
                    Cloud.Registration++;
                    break;
                case "operators take all places":
                    foreach (var other in (string[])["compute2", "compute3", "compute4"])
                        await Given.ForceDownAsync(other, Stop);
                    break;
                default:
                    Cloud.ListsNothing = true;
                    break;
            }
        };

        await DeliverAsync("compute1", "f1");
        await PassAsync(Seconds(3));
        Cloud.ListsNothing = false;

        Power.NotMeant.Should().NotBeEmpty();
        Power.NotMeant[0].Should().Contain(why);
        await PassAsync(Seconds(40));
        Power.Told.Should().HaveCount(what == "Nova does not answer" ? 1 : 0);
    }

    [Fact]
    public async Task A_host_that_reported_since_its_alert_came_is_switched_off_only_when_Nova_says_that_it_is_down()
    {
        await DeliverAsync("compute1", "f1");
        Given.Clock.Advance(Seconds(0.1));
        Cloud.Report("compute1");
        await PassAsync(Seconds(50));
        Power.Told.Should().BeEmpty();
        (await Given.RecordAsync("compute1", Stop))!.Alerts[0].Held!.Reason.Should().Be(Reason.Contradicted);

        await PassAsync(Seconds(70));

        Cloud.Has("compute1").Should().BeTrue();
        Power.Told.Should().ContainSingle();
    }

    [Fact]
    public async Task The_budget_counts_who_is_switched_off()
    {
        await StartAsync(("NovaFence:Budget:MaxHosts", "1"));
        await DeliverAsync("compute1", "f1");
        await PassAsync(Seconds(7));
        Power.Told.Should().ContainSingle();

        await DeliverAsync("compute2", "f2");
        await PassAsync(Seconds(40));

        Power.Told.Should().ContainSingle();
        (await Given.RecordAsync("compute2", Stop))!.Alerts[0].Held!.Reason.Should().Be(Reason.Budget);
        Cloud.Puts.Should().Equal(("compute1", true));
    }

    [Fact]
    public async Task What_did_not_go_off_counts_for_no_hour_and_what_did_does()
    {
        Power.WhenTold = _ => PowerOffStatus.Refused;
        await DeliverAsync("compute1", "f1");
        await PassAsync(Minutes(11));
        Power.Told.Should().HaveCount(2);
        Power.WhenTold = _ => PowerOffStatus.MayAct;
        await PassAsync(Minutes(14));
        Power.Told.Should().HaveCount(3);

        // Somebody switches it off by hand.
        Power.Script("compute1", PowerReading.Off);
        await PassAsync(Minutes(1));

        Cloud.Puts.Should().Equal(("compute1", true));
        for (var times = 0; times < 2; times++)
        {
            await DeliverAsync("compute1", "f1", AlertStatus.Resolved);
            Power.Script("compute1", PowerReading.On);
            await PassAsync(Minutes(11));
            (await Given.UnsetAsync("compute1", Stop, force: true)).Verdict.Kind.Should().Be(VerdictKind.Unset);
            Power.WhenTold = _ => PowerOffStatus.Taken;
            await DeliverAsync("compute1", $"g{times}");
            await PassAsync(Minutes(1));
        }

        Power.Told.Should().HaveCount(4, "the third force-down within the hour is held, and its machine is not switched off for it");
        (await Given.RecordAsync("compute1", Stop))!.Alerts.Should().Contain(alert => alert.Held != null && alert.Held.Reason == Reason.Flapping);
    }

    [Fact]
    public async Task An_operators_unset_while_the_machine_may_go_off_is_recorded_and_done_when_it_may_no_more()
    {
        Power.WhenTold = _ => PowerOffStatus.MayAct;
        await DeliverAsync("compute1", "f1");
        await PassAsync(Seconds(8));
        Power.Told.Should().ContainSingle();

        (await Given.UnsetAsync("compute1", Stop)).Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Recorded, Reason = Reason.SwitchingOff });

        (await Given.Status.LookAsync(Stop)).Budget!.Used.Should().Be(1);
        await PassAsync(Minutes(3));
        (await Given.RecordAsync("compute1", Stop)).Should().BeEquivalentTo(new { State = HostState.Clear, Word = (object?)null });
        await ExpectNoPlacesAsync();
        Cloud.Puts.Should().BeEmpty();
    }

    [Fact]
    public async Task A_route_that_is_no_longer_configured_proves_nothing()
    {
        Power.WhenTold = _ => PowerOffStatus.MayAct;
        await DeliverAsync("compute1", "f1");
        await PassAsync(Seconds(8));
        Power.Told.Should().ContainSingle();

        await using var other = Given.Another(Settling, (Installation.Timer, ""));
        (await other.Opening.OpenAsync(Stop)).Should().BeNull();
        await other.PassAsync(Minutes(4), Stop);

        Cloud.Puts.Should().BeEmpty();
        (await other.RecordAsync("compute1", Stop))!.Alerts[0].Held!.Reason.Should().Be(Reason.AwaitingOperator);
    }

    [Fact]
    public async Task A_rehearsal_costs_no_machine_its_power()
    {
        Cloud.Boot("compute1");
        await Given.Pauses.DrillAsync("compute1", TimeSpan.FromMinutes(30), "a rehearsal", "test", Stop);
        await DeliverAsync("compute1", "f1");
        await PassAsync(Minutes(2));

        Power.Told.Should().BeEmpty();
        Cloud.Puts.Should().BeEmpty();
    }

    [Fact]
    public async Task Two_instances_tell_it_once()
    {
        await using var other = await AnotherAsync();
        await DeliverAsync("compute1", "f1");
        await other.DeliverAsync(Alert("compute1", "f1"), Stop);
        for (var seconds = 0; seconds < 60; seconds += 5)
        {
            await Task.WhenAll(PassAsync(Seconds(0)), other.PassAsync(Seconds(0), Stop));
            Given.Clock.Advance(Seconds(5));
        }

        Power.Told.Should().ContainSingle();
        Cloud.Puts.Should().Equal(("compute1", true));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whoever_comes_after_a_crash_tells_it_at_most_once(bool isTold)
    {
        var crashed = new TaskCompletionSource();
        var reached = new TaskCompletionSource();
        Func<string, Task> crash = async _ =>
        {
            reached.TrySetResult();
            await crashed.Task;
        };
        if (isTold)
            Power.BeforeTold = crash;
        else
            Power.BeforeMeant = crash;
        await DeliverAsync("compute1", "f1");
        await Given.DueWork.RunDueAsync(Stop);
        await reached.Task.WaitAsync(Seconds(20), Stop);
        (Power.BeforeTold, Power.BeforeMeant) = (_ => Task.CompletedTask, _ => Task.CompletedTask);

        await using var next = await AnotherAsync();
        await next.PassAsync(Seconds(50), Stop);
        Power.Told.Should().BeEmpty("the lease is its predecessor's");
        (await next.RecordAsync("compute1", Stop))!.SwitchedOff.Should().Match<PowerOffSent?>(sent => (sent != null) == isTold);
        await next.PassAsync(Minutes(2.5), Stop);

        Power.Told.Should().HaveCount(isTold ? 0 : 1, "what may have been told is not told again");
        Cloud.Has("compute1").Should().Be(!isTold);
        if (isTold)
            (await next.RecordAsync("compute1", Stop))!.Alerts[0].Held!.Reason.Should().Be(Reason.NotSwitchedOff);
        crashed.SetResult();
    }

    [Fact]
    public async Task A_second_alert_of_another_route_waits_for_nobody()
    {
        Power.WhenTold = _ => PowerOffStatus.MayAct;
        await DeliverAsync("compute1", "f1");
        await PassAsync(Seconds(8));
        Power.Told.Should().ContainSingle();

        await FireAsync("compute1", "f2");

        Cloud.Has("compute1").Should().BeTrue("whoever wired that route vouches for it");
    }

    [Fact]
    public async Task An_end_while_it_may_go_off_leaves_it_up_and_is_not_lost()
    {
        Power.WhenTold = _ => PowerOffStatus.MayAct;
        await DeliverAsync("compute1", "f1");
        await PassAsync(Seconds(8));

        await DeliverAsync("compute1", "f1", AlertStatus.Resolved);
        Power.Script("compute1", PowerReading.Off);
        await PassAsync(Minutes(3));

        Cloud.Puts.Should().BeEmpty();
        (await Given.RecordAsync("compute1", Stop))!.State.Should().Be(HostState.Clear);
        await ExpectNoPlacesAsync();
    }

    [Fact]
    public async Task A_pause_after_it_was_told_keeps_the_PUT_back()
    {
        await DeliverAsync("compute1", "f1");
        await PassAsync(Seconds(6));
        Power.Told.Should().ContainSingle();
        await Given.Pauses.PauseAsync("compute1", TimeSpan.FromMinutes(1), "work", "test", Stop);
        await PassAsync(Seconds(50));
        Cloud.Puts.Should().BeEmpty();

        await PassAsync(Minutes(4));

        Cloud.Has("compute1").Should().BeTrue();
        Power.Told.Should().ContainSingle();
    }

    [Fact]
    public async Task Without_a_timer_the_delivery_does_all_of_it_as_far_as_its_time_goes()
    {
        await OpenAsync([Settling, .. Routes]);

        (await WhileTimePassesAsync(DeliverAsync("compute1", "f1"), 0.5)).Verdict.Should().Match<Verdict>(verdict => verdict.Kind == VerdictKind.ForceDown || verdict.Reason == Reason.SwitchingOff);
        Power.Told.Should().ContainSingle();
    }

    private async Task<Installation> AnotherAsync()
    {
        var other = Given.Another([Settling, (Installation.Timer, ""), .. Routes]);
        (await other.Opening.OpenAsync(Stop)).Should().BeNull();
        return other;
    }
}
