using NovaFence.Core.Alerts;
using NovaFence.Core.Audit;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Scenarios;

/// <summary>A hold is never lost, never silent, and decided anew where its reason passes.</summary>
public sealed class HoldsTests : Scenario
{
    [Fact]
    public async Task A_place_in_the_budget_that_became_free_goes_to_the_host_that_waits_and_people_see_it()
    {
        await OpenAsync(("NovaFence:Budget:MaxHosts", "1"), ("NovaFence:Budget:MaxPerHour", "10"));
        await FireAsync("compute1", "f1");
        (await FireAsync("compute2", "f2")).Verdict.Reason.Should().Be(Reason.Budget);
        await PassAsync(Minutes(5));
        Cloud.Puts.Should().HaveCount(1);

        await ResolveAsync("compute1", "f1");
        await PassAsync(Seconds(30));

        Cloud.Puts.Should().Equal(("compute1", true), ("compute1", false), ("compute2", true));
        (await Given.EventsAsync("compute2", Stop)).Should().Contain(json => json.Contains("\"kind\":\"late force-down\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_a_moment_sender_too_which_never_repeats()
    {
        await OpenAsync(("NovaFence:Budget:MaxHosts", "1"), ("NovaFence:Budget:MaxPerHour", "10"));
        await FireAsync("compute1", "f1");
        (await Given.DeliverAsync(Given.Paged("compute2", "Q2"), Stop)).Verdict.Reason.Should().Be(Reason.Budget);
        await PassAsync(Minutes(20));

        await ResolveAsync("compute1", "f1");
        await PassAsync(Seconds(30));

        Cloud.Has("compute2").Should().BeTrue();
    }

    [Fact]
    public async Task Once_its_alert_has_ended_nothing_is_done_for_a_hold()
    {
        await OpenAsync(("NovaFence:Budget:MaxHosts", "1"), ("NovaFence:Budget:MaxPerHour", "10"));
        await FireAsync("compute1", "f1");
        await FireAsync("compute2", "f2");
        await ResolveAsync("compute2", "f2");
        await ResolveAsync("compute1", "f1");

        await PassAsync(Minutes(5));

        Cloud.Puts.Should().OnlyContain(put => put.Host == "compute1");
    }

    [Fact]
    public async Task After_a_pause_the_first_try_waits_for_the_settle_time()
    {
        await Given.Pauses.PauseAsync(null, null, "switch", "test", Stop);
        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.Paused);
        await PassAsync(TimeSpan.FromHours(1));
        await Given.Pauses.ResumeAsync(null, "test", Stop);
        await PassAsync(Seconds(85));
        Cloud.Puts.Should().BeEmpty();

        await PassAsync(Seconds(20));

        Cloud.Puts.Should().Equal(("compute1", true));
    }

    [Fact]
    public async Task A_resolved_within_that_time_is_heard()
    {
        await Given.Pauses.PauseAsync("compute1", Minutes(30), "switch", "test", Stop);
        await FireAsync("compute1", "f1");
        await PassAsync(Minutes(31));
        await ResolveAsync("compute1", "f1");

        await PassAsync(Minutes(10));

        Cloud.Puts.Should().BeEmpty();
    }

    [Fact]
    public async Task Nobody_decides_a_hold_anew_longer_after_its_reason_passed_than_is_allowed_but_a_repeat()
    {
        await Given.Pauses.PauseAsync(null, null, "switch", "test", Stop);
        await FireAsync("compute1", "f1");
        await Given.Pauses.ResumeAsync(null, "test", Stop);
        Given.Clock.Advance(Minutes(16));

        await PassAsync(Minutes(10));

        Cloud.Puts.Should().BeEmpty();
        (await Given.FindingAsync("compute1", Stop))!.Kind.Should().Be(FindingKind.Held);
        (await FireAsync("compute1", "f1", ago: Minutes(26))).State.Should().Be(HostState.Down);
    }

    [Fact]
    public async Task The_moment_of_an_hour_ago_is_no_longer_current()
    {
        await Given.Pauses.PauseAsync(null, null, "switch", "test", Stop);
        await Given.DeliverAsync(Given.Paged("compute1", "Q1"), Stop);
        await PassAsync(Minutes(61));
        await Given.Pauses.ResumeAsync(null, "test", Stop);

        await PassAsync(Minutes(10));

        Cloud.Puts.Should().BeEmpty();
    }

    [Fact]
    public async Task A_hold_for_a_storm_stays_until_an_operator_says_that_it_is_over()
    {
        await StormAsync();
        foreach (var number in Enumerable.Range(1, 7))
            await ResolveAsync($"compute{number}", $"f{number}", "agreeing");
        await PassAsync(TimeSpan.FromHours(1));
        (await FireAsync("compute8", "f8", ago: TimeSpan.FromHours(1))).Verdict.Reason.Should().Be(Reason.Storm);
        Cloud.Puts.Should().BeEmpty();

        await Given.Pauses.ResumeStormAsync("test", Stop);
        await Given.Auditor.RunAsync(Stop);

        Cloud.Puts.Should().Equal(("compute8", true));
    }

    [Fact]
    public async Task A_storm_that_is_over_lets_no_more_through_than_the_budget()
    {
        foreach (var number in Enumerable.Range(1, 6))
            await FireAsync($"compute{number}", $"f{number}", "agreeing");
        foreach (var number in Enumerable.Range(1, 6))
            (await FireAsync($"compute{number}", $"g{number}")).Verdict.Kind.Should().Be(number <= 3 ? VerdictKind.ForceDown : VerdictKind.Held);
        (await FireAsync("compute7", "f7")).Verdict.Reason.Should().Be(Reason.Storm);

        await Given.Pauses.ResumeStormAsync("test", Stop);
        await Given.Auditor.RunAsync(Stop);

        Cloud.Puts.Should().HaveCount(3);
        (await Given.RecordAsync("compute7", Stop))!.Alerts[0].HeldFor.Should().Be("budget");
    }

    [Fact]
    public async Task An_operator_s_force_down_and_a_later_start_let_a_hold_for_a_storm_through()
    {
        await StormAsync();
        (await Given.ForceDownAsync("compute8", Stop)).State.Should().Be(HostState.Down);
        foreach (var number in Enumerable.Range(1, 7))
            await ResolveAsync($"compute{number}", $"f{number}", "agreeing");
        await FireAsync("compute9", "f9");
        await PassAsync(Minutes(20));

        (await FireAsync("compute9", "f9")).State.Should().Be(HostState.Down);
    }

    [Fact]
    public async Task A_host_that_flaps_is_held_at_the_third_time_within_the_hour()
    {
        await OpenAsync();
        foreach (var _ in Enumerable.Range(0, 2))
        {
            (await FireAsync("compute1", "f1")).State.Should().Be(HostState.Down);
            await ResolveAsync("compute1", "f1");
            await PassAsync(Minutes(6));
        }

        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.Flapping);
        await PassAsync(Minutes(40));
        Cloud.Puts.Where(put => put.Down).Should().HaveCount(2);

        await PassAsync(Minutes(10));

        Cloud.Puts.Where(put => put.Down).Should().HaveCount(3);
    }

    [Fact]
    public async Task So_many_force_downs_within_the_hour_and_no_more_however_fast_the_hosts_come_back()
    {
        await OpenAsync(("NovaFence:Budget:MaxHosts", "1"), ("NovaFence:Budget:MaxPerHour", "2"));
        foreach (var number in Enumerable.Range(1, 2))
        {
            (await FireAsync($"compute{number}", $"f{number}")).State.Should().Be(HostState.Down);
            await ResolveAsync($"compute{number}", $"f{number}");
        }

        (await FireAsync("compute3", "f3")).Verdict.Reason.Should().Be(Reason.Rate);
        await PassAsync(Minutes(59));
        Cloud.Has("compute3").Should().BeFalse();

        await PassAsync(Minutes(2));

        Cloud.Has("compute3").Should().BeTrue();
    }

    [Fact]
    public async Task Operators_and_repeated_PUTs_do_not_count_for_the_rate()
    {
        await OpenAsync(("NovaFence:Budget:MaxPerHour", "1"));
        await Given.ForceDownAsync("compute2", Stop);
        Cloud.Refuses = _ => ScriptedCloud.NoReply(mayHaveArrived: false);
        await FireAsync("compute1", "f1");
        Cloud.Refuses = _ => null;
        await PassAsync(Minutes(1));

        Cloud.Has("compute1").Should().BeTrue();
        (await FireAsync("compute3", "f3")).Verdict.Reason.Should().Be(Reason.Rate);
    }

    [Fact]
    public async Task What_others_hold_down_takes_its_share()
    {
        foreach (var number in Enumerable.Range(5, 4))
            Cloud.ForceDown($"compute{number}");

        (await FireAsync("compute1", "f1")).Verdict.Reason.Should().Be(Reason.Budget);
        Cloud.DisabledReasons["compute5"] = "in repair";
        await PassAsync(Minutes(1));

        Cloud.Has("compute1").Should().BeTrue();
    }

    [Fact]
    public async Task An_alert_of_a_host_that_Nova_lists_only_later_is_taken_into_its_record_and_decided_anew()
    {
        (await Given.DeliverAsync(Given.Paged("compute25", "Q1"), Stop)).Verdict.Reason.Should().Be(Reason.UnknownHost);
        Cloud.Hosts = 30;
        Cloud.Crash("compute25");
        await Given.Auditor.RunAsync(Stop);
        await PassAsync(Minutes(1));

        Cloud.Puts.Should().Equal(("compute25", true));
        await Given.DeliverAsync(Given.Paged("renamed", "Q1", AlertStatus.Resolved), Stop);
        await PassAsync(Minutes(2));
        Cloud.Has("compute25").Should().BeFalse();
    }

    [Fact]
    public async Task Thirty_alerts_without_evidence_make_room_for_the_real_one()
    {
        foreach (var number in Enumerable.Range(1, HostRecord.MaxAlerts))
        {
            var noise = Given.Alert("compute1", $"noise{number}", release: "agreeing");
            await Given.DeliverAsync(noise with { Labels = new Dictionary<string, string>(noise.Labels) { ["alertname"] = "Noise" } }, Stop);
        }

        (await FireAsync("compute1", "real")).State.Should().Be(HostState.Down);
    }

    [Fact]
    public async Task Accepted_ones_never_make_room_and_the_newcomer_is_held_and_shown()
    {
        foreach (var number in Enumerable.Range(1, HostRecord.MaxAlerts))
            await FireAsync("compute1", $"f{number}");

        (await FireAsync("compute1", "one more")).Verdict.Reason.Should().Be(Reason.LedgerFull);

        (await Given.RecordAsync("compute1", Stop))!.Alerts.Should().HaveCount(HostRecord.MaxAlerts);
        (await Given.ViewAsync("compute1", Stop)).Should().BeEquivalentTo(new { Held = true, Known = true });
    }

    [Fact]
    public async Task An_end_from_before_is_kept_for_a_while_and_a_moment_too_old_is_held()
    {
        (await Given.DeliverAsync(Given.Paged("compute1", "Q1", ago: Minutes(15.1)), Stop)).Verdict.Should().BeEquivalentTo(new { Kind = VerdictKind.Held, Reason = Reason.TooOld });
        (await Given.DeliverAsync(Given.Paged("compute2", "Q2", ago: Minutes(14.9)), Stop)).State.Should().Be(HostState.Down);

        await PassAsync(Minutes(30));

        Cloud.Has("compute1").Should().BeFalse();
    }

    /// <summary>Seven hosts alert without evidence, and two with it come too late.</summary>
    private async Task StormAsync()
    {
        foreach (var number in Enumerable.Range(1, 7))
            await FireAsync($"compute{number}", $"f{number}", "agreeing");
        (await FireAsync("compute8", "f8")).Verdict.Reason.Should().Be(Reason.Storm);
    }
}
