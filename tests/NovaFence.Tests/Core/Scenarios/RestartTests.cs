using NovaFence.Core.Alerts;
using NovaFence.Core.Audit;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>What the ledger has is finished by whoever comes next, under whatever configuration.</summary>
public sealed class RestartTests : Scenario
{
    private static readonly (string, string) Disabling = ("NovaFence:Fencing:Disable", "true");

    [Fact]
    public async Task A_dead_predecessor_s_intent_is_finished_when_its_lease_ends_without_any_audit()
    {
        await using var dead = await HangAsync();
        await using var next = await RestartAsync();
        await next.PassAsync(Seconds(18), Stop);
        Cloud.Has("compute1").Should().BeFalse();

        await next.PassAsync(Seconds(7), Stop);

        Cloud.Has("compute1").Should().BeTrue();
        (await next.RecordAsync("compute1", Stop))!.State.Should().Be(HostState.Down);
    }

    [Fact]
    public async Task That_its_PUT_arrived_is_told_before_the_host_is_released()
    {
        await using var dead = await HangAsync();
        await using var next = await RestartAsync();
        Cloud.ForceDown("compute1");
        // An operator wants it up: what shows that it is down is stored with the question about evacuations.
        await next.UnsetAsync("compute1", Stop);
        await next.PassAsync(Minutes(1), Stop);

        Cloud.Has("compute1").Should().BeFalse();
        (await next.EventsAsync("compute1", Stop)).Where(json => json.Contains("\"outcome\"", StringComparison.Ordinal))
            .Select(json => json.Contains("\"down\"", StringComparison.Ordinal)).Should().Equal([false, true], "the newest comes first");
    }

    [Fact]
    public async Task A_repeat_that_comes_before_is_recorded_and_not_asked_for_again()
    {
        await using var dead = await HangAsync();
        await using var next = await RestartAsync();

        (await next.DeliverAsync(next.Alert("compute1", "f1"), Stop)).Should().BeEquivalentTo(new { Verdict = new { Kind = VerdictKind.Recorded, Reason = Reason.InProgress }, MayPass = false });
    }

    [Fact]
    public async Task Forced_down_by_another_hand_meanwhile_it_is_not_taken_for_its_own()
    {
        await using var dead = await HangAsync();
        Cloud.ForceDown("compute1");
        await using var next = await RestartAsync();
        await next.PassAsync(Seconds(30), Stop);

        await next.DeliverAsync(next.Alert("compute1", "f1", AlertStatus.Resolved), Stop);
        await next.PassAsync(Minutes(10), Stop);

        Cloud.Has("compute1").Should().BeTrue();
        (await next.FindingAsync("compute1", Stop))!.NeedsAPerson.Should().BeTrue();
    }

    [Fact]
    public async Task A_reason_of_its_own_that_is_left_from_earlier_does_not_make_it_its_own_either()
    {
        Cloud.DisabledReasons["compute1"] = ComputeService.OurReason;
        await using var dead = await HangAsync(Disabling);
        Cloud.ForceDown("compute1");
        await using var next = await RestartAsync(Disabling);
        await next.PassAsync(Seconds(30), Stop);

        await next.DeliverAsync(next.Alert("compute1", "f1", AlertStatus.Resolved), Stop);
        await next.PassAsync(Minutes(10), Stop);

        Cloud.Has("compute1").Should().BeTrue();
        (await next.FindingAsync("compute1", Stop))!.NeedsAPerson.Should().BeTrue();
    }

    [Fact]
    public async Task A_release_that_settles_goes_on_after_a_restart()
    {
        await FireAsync("compute1", "f1");
        await ResolveAsync("compute1", "f1");
        await using var next = await RestartAsync();
        await next.PassAsync(Seconds(85), Stop);
        Cloud.Puts.Should().HaveCount(1);

        await next.PassAsync(Seconds(10), Stop);

        Cloud.Has("compute1").Should().BeFalse();
    }

    [Fact]
    public async Task A_hold_goes_on_after_a_restart()
    {
        await OpenAsync(("NovaFence:Budget:MaxHosts", "1"));
        await FireAsync("compute1", "f1");
        await FireAsync("compute2", "f2");
        await using var next = Given.Another(("NovaFence:Budget:MaxHosts", "1"));
        await next.Opening.OpenAsync(Stop);
        await next.DeliverAsync(next.Alert("compute1", "f1", AlertStatus.Resolved), Stop);

        await next.PassAsync(Minutes(1), Stop);

        Cloud.Has("compute2").Should().BeTrue();
    }

    [Fact]
    public async Task A_pending_alert_fires_again_after_a_restart()
    {
        var alert = Given.Alert("compute1", "f1", ago: Minutes(10));
        await Given.DeliverAsync(alert, Stop);
        await ResolveAsync("compute1", "f1");
        await Given.DeliverAsync(alert, Stop);
        await using var next = await RestartAsync();

        await next.PassAsync(Minutes(5), Stop);

        Cloud.Puts.Should().HaveCount(1);
        (await next.RecordAsync("compute1", Stop))!.Alerts.Should().ContainSingle(entry => entry.Status == AlertStatus.Firing && entry.Accepted);
    }

    [Fact]
    public async Task A_route_that_is_renamed_without_a_word_leaves_the_release_to_an_operator()
    {
        await FireAsync("compute1", "f1");
        await using var next = await RestartAsync(("NovaFence:Routes:0:Name", "renamed"));

        (await next.DeliverAsync(next.Alert("compute1", "f1", AlertStatus.Resolved), Stop)).Verdict.Reason.Should().Be(Reason.ReleasedManually);
        await next.PassAsync(Minutes(10), Stop);

        Cloud.Has("compute1").Should().BeTrue();
        (await next.FindingAsync("compute1", Stop))!.Kind.Should().Be(FindingKind.AwaitingOperator);
    }

    [Fact]
    public async Task A_route_that_says_what_it_was_called_before_releases_as_ever()
    {
        await FireAsync("compute1", "f1");
        await using var next = await RestartAsync(("NovaFence:Routes:0:Name", "renamed"), ("NovaFence:Routes:0:FormerNames:0", "released"));

        await next.DeliverAsync(next.Alert("compute1", "f1", AlertStatus.Resolved), Stop);
        await next.PassAsync(Minutes(2), Stop);

        Cloud.Has("compute1").Should().BeFalse();
    }

    [Theory]
    [InlineData("manually", "immediately", true)]
    [InlineData("immediately", "manually", false)]
    public async Task A_route_inserted_in_front_changes_nothing_about_what_another_accepted(string accepted, string inFront, bool staysDown)
    {
        await FireAsync("compute1", "f1", accepted);
        await using var next = await RestartAsync(
            ("NovaFence:Routes:5:Name", "released"),
            ("NovaFence:Routes:5:Receiver", "alertmanager"),
            ("NovaFence:Routes:5:Match:0", "release=\"immediately\""),
            ("NovaFence:Routes:5:Evidence", "asserted"),
            ("NovaFence:Routes:5:Release", "immediately"),
            ("NovaFence:Routes:0:Name", "in front"),
            ("NovaFence:Routes:0:Match:0", "*"),
            ("NovaFence:Routes:0:Release", inFront));

        await next.DeliverAsync(next.Alert("compute1", "f1", AlertStatus.Resolved, accepted), Stop);
        await next.PassAsync(Minutes(5), Stop);
        await next.Auditor.RunAsync(Stop);

        Cloud.Has("compute1").Should().Be(staysDown);
    }

    [Fact]
    public async Task An_alert_that_was_taken_while_another_instance_unset_its_host_is_not_forgotten()
    {
        await OpenAsync();
        await FireAsync("compute1", "f1");
        await using var other = Given.Another();
        await other.Opening.OpenAsync(Stop);
        Cloud.DuringPut = async (_, down) =>
        {
            if (!down)
                (await other.DeliverAsync(other.Alert("compute1", "f2"), Stop)).Should().BeEquivalentTo(new { Verdict = new { Kind = VerdictKind.Recorded }, MayPass = false });
        };
        await Given.Pauses.PauseAsync("compute2", null, "another", "test", Stop);
        await ResolveAsync("compute1", "f1");
        Cloud.DuringPut = (_, _) => Task.CompletedTask;

        await Given.PassAsync(Minutes(2), Stop);

        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task And_where_Nova_answers_that_unset_404_it_is_held_and_told()
    {
        await OpenAsync();
        await FireAsync("compute1", "f1");
        await using var other = Given.Another();
        await other.Opening.OpenAsync(Stop);
        Cloud.DuringPut = async (_, down) =>
        {
            if (!down)
                await other.DeliverAsync(other.Alert("compute1", "f2"), Stop);
        };
        Cloud.Refuses = down => down ? null : new ForceDownReply { Status = ForceDownStatus.UnknownHost, Message = "404" };
        Cloud.Gone.Add("compute1");

        await ResolveAsync("compute1", "f1");
        await Given.PassAsync(Minutes(1), Stop);

        (await Given.RecordAsync("compute1", Stop))!.Should().Match<HostRecord>(record => record.State != HostState.Clear || record.Alerts.All(alert => !alert.WantsDown));
        (await Given.FindingAsync("compute1", Stop))!.NeedsAPerson.Should().BeTrue();
    }

    private async Task<Installation> RestartAsync(params (string, string)[] more)
    {
        var next = Given.Another([Settling, .. more]);
        (await next.Opening.OpenAsync(Stop)).Should().BeNull();
        return next;
    }

    private async Task<Installation> HangAsync(params (string, string)[] more) => await HangAsync(await RestartAsync(more));
}
