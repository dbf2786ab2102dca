using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Fencing;
using NovaFence.Core.Hosts;
using NovaFence.Core.Options;
using NovaFence.Core.Pauses;
using NovaFence.Core.Routing;

namespace NovaFence.Core.Tests.Decisions;

public sealed class DeciderTests
{
    private static (VerdictKind, Reason) Decide(AlertEvent alert, Situation situation) =>
        Decider.Decide(alert, situation) is var verdict ? (verdict.Kind, verdict.Reason) : default;

    [Fact]
    public void A_routed_fresh_evidenced_alert_within_budget_forces_its_host_down() =>
        Decide(Cases.Firing, Cases.Situation).Should().Be((VerdictKind.ForceDown, Reason.HostDown));

    [Fact]
    public void Without_a_route_nothing_else_is_asked() =>
        Decide(Cases.Firing with { At = DateTimeOffset.MaxValue }, Cases.Situation with { Route = null })
            .Should().Be((VerdictKind.Ignored, Reason.NoRoute));

    [Fact]
    public void A_resolved_alert_whose_route_was_removed_still_ends_what_it_began() =>
        Decide(Cases.Resolved, Cases.Situation with { Route = null, Record = Cases.Down }).Should().Be((VerdictKind.Unset, Reason.LastAlertResolved));

    [Fact]
    public void A_resolved_alert_nobody_took_has_no_route_either() =>
        Decide(Cases.Resolved, Cases.Situation with { Route = null }).Should().Be((VerdictKind.Ignored, Reason.NoRoute));

    [Theory]
    [InlineData(900, false)]
    [InlineData(901, true)]
    public void What_tells_of_a_moment_is_held_once_it_is_older_than_the_limit(int seconds, bool held)
    {
        var alert = Cases.Firing with { TellsOfAMoment = true, At = Cases.Now.AddSeconds(-seconds) };
        Decide(alert, Cases.Situation).Should().Be(held ? (VerdictKind.Held, Reason.Stale) : (VerdictKind.ForceDown, Reason.HostDown));
    }

    [Fact]
    public void What_fires_now_is_fresh_however_long_ago_it_began() =>
        Decide(Cases.Firing with { At = Cases.Now.AddDays(-30) }, Cases.Situation).Should().Be((VerdictKind.ForceDown, Reason.HostDown));

    [Fact]
    public void A_resolved_alert_is_taken_however_late_it_comes() =>
        Decide(
            Cases.Resolved with { TellsOfAMoment = true, At = Cases.Now.AddHours(-47) },
            Cases.Situation with { Record = Cases.Down with { Alerts = [Cases.Down.Alerts[0] with { At = Cases.Now.AddHours(-48) }] } })
            .Should().Be((VerdictKind.Unset, Reason.LastAlertResolved));

    [Theory]
    [InlineData(300, AlertStatus.Firing, false)]
    [InlineData(301, AlertStatus.Firing, true)]
    [InlineData(301, AlertStatus.Resolved, true)]
    public void What_comes_from_further_ahead_than_the_clocks_may_differ_is_held(int seconds, AlertStatus status, bool held)
    {
        var verdict = Decide(Cases.Firing with { Status = status, At = Cases.Now.AddSeconds(seconds) }, Cases.Situation);
        verdict.Should().Be(held ? (VerdictKind.Held, Reason.FromTheFuture) : (VerdictKind.ForceDown, Reason.HostDown));
    }

    [Fact]
    public void A_name_that_Nova_does_not_know_is_held() =>
        Decide(Cases.Firing, Cases.Situation with { Resolution = new HostResolution.Unknown("nosuch", "'nosuch'") })
            .Should().Be((VerdictKind.Held, Reason.UnknownHost));

    [Fact]
    public void A_name_that_means_two_hosts_is_held() =>
        Decide(Cases.Firing, Cases.Situation with { Resolution = new HostResolution.Ambiguous("compute1", ["compute1.a", "compute1.b"]) })
            .Should().Be((VerdictKind.Held, Reason.AmbiguousHost));

    [Fact]
    public void A_resolved_alert_of_an_unknown_host_leaves_nothing_to_do() =>
        Decide(Cases.Resolved, Cases.Situation with { Resolution = new HostResolution.Unknown("nosuch", "'nosuch'") })
            .Should().Be((VerdictKind.Ignored, Reason.AlreadyUp));

    public static TheoryData<AlertStatus, int, AlertStatus, int, bool> Orders => new()
    {
        // taken: status, second; then comes: status, second; superseded?
        { AlertStatus.Resolved, 10, AlertStatus.Firing, 9, true },
        { AlertStatus.Resolved, 10, AlertStatus.Firing, 10, true },
        { AlertStatus.Resolved, 10, AlertStatus.Firing, 11, false },
        { AlertStatus.Firing, 10, AlertStatus.Resolved, 9, true },
        { AlertStatus.Firing, 10, AlertStatus.Resolved, 10, false },
        { AlertStatus.Firing, 10, AlertStatus.Resolved, 11, false },
        { AlertStatus.Firing, 10, AlertStatus.Firing, 10, false },
        { AlertStatus.Resolved, 10, AlertStatus.Resolved, 10, false },
    };

    [Theory]
    [MemberData(nameof(Orders))]
    public void Of_one_alert_older_never_overrules_newer_and_resolved_wins_a_tie(AlertStatus taken, int takenAt, AlertStatus comes, int comesAt, bool superseded)
    {
        var start = Cases.Now.AddMinutes(-2);
        var record = new FenceRecord { Host = "compute1" }.With(Cases.Firing with { Status = taken, At = start.AddSeconds(takenAt) }, true, "hosts", null);
        var verdict = Decider.Decide(Cases.Firing with { Status = comes, At = start.AddSeconds(comesAt) }, Cases.Situation with { Record = record });
        (verdict.Reason == Reason.Superseded).Should().Be(superseded);
    }

    [Fact]
    public void Another_alert_is_not_superseded_by_this_ones_end()
    {
        var record = new FenceRecord { Host = "compute1" }.With(Cases.Resolved, false, "hosts", null);
        Decide(Cases.Another(AlertStatus.Firing, Cases.Now.AddMinutes(-9)), Cases.Situation with { Record = record }).Should().Be((VerdictKind.ForceDown, Reason.HostDown));
    }

    [Fact]
    public void What_fires_since_before_an_operator_unset_the_host_no_longer_counts() =>
        Decide(Cases.Firing, Cases.Situation with { Record = new FenceRecord { Host = "compute1", OverruledAt = Cases.Firing.At } })
            .Should().Be((VerdictKind.Ignored, Reason.Overruled));

    [Fact]
    public void What_fires_after_an_operator_unset_the_host_counts_again() =>
        Decide(Cases.Firing, Cases.Situation with { Record = new FenceRecord { Host = "compute1", OverruledAt = Cases.Firing.At.AddTicks(-1) } })
            .Should().Be((VerdictKind.ForceDown, Reason.HostDown));

    [Fact]
    public void A_host_that_is_down_is_not_forced_down_again() =>
        Decide(Cases.Firing, Cases.Situation with { Record = Cases.Down }).Should().Be((VerdictKind.Ignored, Reason.AlreadyDown));

    [Fact]
    public void A_host_that_is_not_held_down_is_not_unset() =>
        Decide(Cases.Resolved, Cases.Situation).Should().Be((VerdictKind.Ignored, Reason.AlreadyUp));

    [Fact]
    public void What_somebody_else_forced_down_is_left_to_him() =>
        Decide(Cases.Firing, Cases.Situation with { ForcedDownElsewhere = true }).Should().Be((VerdictKind.Ignored, Reason.ForcedDownElsewhere));

    [Fact]
    public void What_somebody_else_unset_is_not_fought() =>
        Decide(Cases.Firing, Cases.Situation with { Record = Cases.Down with { ClearedElsewhereAt = Cases.Now } })
            .Should().Be((VerdictKind.Held, Reason.ClearedElsewhere));

    [Fact]
    public void Observing_sends_nothing() =>
        Decide(Cases.Firing, Cases.Situation with { Mode = FenceMode.Observe }).Should().Be((VerdictKind.Observed, Reason.ObserveOnly));

    [Fact]
    public void Observing_decides_everything_else_as_ever() =>
        Decide(Cases.Firing, Cases.Situation with { Mode = FenceMode.Observe, HostsDown = 3 }).Should().Be((VerdictKind.Held, Reason.Budget));

    [Fact]
    public void Observing_unsets_nothing() =>
        Decide(Cases.Resolved, Cases.Situation with { Mode = FenceMode.Observe, Record = Cases.Down }).Should().Be((VerdictKind.Observed, Reason.ObserveOnly));

    [Fact]
    public void What_is_paused_is_held_whether_it_fires_or_resolves()
    {
        var situation = Cases.Situation with { Pause = new Pause(null, Cases.Now, null, "switch replacement", "api") };
        Decide(Cases.Firing, situation).Should().Be((VerdictKind.Held, Reason.Paused));
        Decide(Cases.Resolved, situation with { Record = Cases.Down }).Should().Be((VerdictKind.Held, Reason.Paused));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Corroborated_evidence_takes_as_many_as_the_route_says(int agreeing, bool there)
    {
        var situation = Cases.Situation with { Corroborating = agreeing, Route = Cases.Route with { Evidence = new Evidence.Corroborated(2, TimeSpan.FromMinutes(10)) } };
        Decide(Cases.Firing, situation).Should().Be(there ? (VerdictKind.ForceDown, Reason.HostDown) : (VerdictKind.Held, Reason.NoEvidence));
    }

    [Theory]
    [InlineData(6, true)]
    [InlineData(7, false)]
    public void The_storm_breaker_lets_so_many_alert_at_once(int alerting, bool closed) =>
        Decide(Cases.Firing, Cases.Situation with { HostsAlerting = alerting, StormLimit = 6 })
            .Should().Be(closed ? (VerdictKind.ForceDown, Reason.HostDown) : (VerdictKind.Held, Reason.Storm));

    [Fact]
    public void A_storm_holds_neither_an_unset_nor_what_is_going_down_already()
    {
        var storm = Cases.Situation with { HostsAlerting = 7, StormLimit = 6 };
        Decide(Cases.Resolved, storm with { Record = Cases.Down }).Should().Be((VerdictKind.Unset, Reason.LastAlertResolved));
        Decide(Cases.Firing, storm with { HasPlace = true, Record = Cases.Down with { State = FenceState.ForcingDown } }).Should().Be((VerdictKind.ForceDown, Reason.HostDown));
    }

    [Fact]
    public void The_rules_are_asked_in_the_order_of_the_table() =>
        Decider.RuleNames.Should().Equal("route", "freshness", "host", "ordering", "nothing to do", "pause", "monitoring", "evidence", "storm", "budget", "ownership");

    [Fact]
    public void Which_rule_decided_is_told() =>
        Decider.Explain(Cases.Firing, Cases.Situation with { HostsDown = 3 }).Rule.Should().Be("budget");

    [Theory]
    [InlineData("fenced", "true", true)]
    [InlineData("fenced", "false", false)]
    [InlineData("other", "true", false)]
    public void Label_evidence_has_to_stand_on_the_alert(string name, string value, bool there)
    {
        LabelMatcher.TryParse("fenced=\"true\"", out var matcher, out _).Should().BeTrue();
        var situation = Cases.Situation with { Route = Cases.Route with { Evidence = new Evidence.Label(matcher!) } };
        var alert = Cases.Firing with { Annotations = new Dictionary<string, string> { [name] = value } };
        Decide(alert, situation).Should().Be(there ? (VerdictKind.ForceDown, Reason.HostDown) : (VerdictKind.Held, Reason.NoEvidence));
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void The_budget_is_what_may_be_down_at_once(int down, bool within) =>
        Decide(Cases.Firing, Cases.Situation with { HostsDown = down })
            .Should().Be(within ? (VerdictKind.ForceDown, Reason.HostDown) : (VerdictKind.Held, Reason.Budget));

    [Fact]
    public void A_host_that_is_going_down_already_has_its_place_in_the_budget() =>
        Decide(Cases.Firing, Cases.Situation with { HostsDown = 3, HasPlace = true, Record = Cases.Down with { State = FenceState.ForcingDown } })
            .Should().Be((VerdictKind.ForceDown, Reason.HostDown));

    [Fact]
    public void A_host_that_an_operator_is_just_unsetting_has_no_place_for_that() =>
        Decide(Cases.Firing, Cases.Situation with { HostsDown = 3, Record = new FenceRecord { Host = "compute1", State = FenceState.Releasing } })
            .Should().Be((VerdictKind.Held, Reason.Budget));

    [Fact]
    public void The_last_resolved_unsets() =>
        Decide(Cases.Resolved, Cases.Situation with { Record = Cases.Down }).Should().Be((VerdictKind.Unset, Reason.LastAlertResolved));

    [Fact]
    public void A_host_stays_down_while_another_accepted_alert_fires()
    {
        var record = Cases.Down.With(Cases.Another(AlertStatus.Firing, Cases.Now), accepted: true, "hosts", null);
        Decide(Cases.Resolved, Cases.Situation with { Record = record }).Should().Be((VerdictKind.Ignored, Reason.AnotherAlertFires));
    }

    [Fact]
    public void A_held_alert_does_not_keep_a_host_down()
    {
        var record = Cases.Down.With(Cases.Another(AlertStatus.Firing, Cases.Now), accepted: false, "hosts", "no evidence");
        Decide(Cases.Resolved, Cases.Situation with { Record = record }).Should().Be((VerdictKind.Unset, Reason.LastAlertResolved));
    }

    [Fact]
    public void What_an_operator_forced_down_no_alert_unsets() =>
        Decide(Cases.Resolved, Cases.Situation with { Record = Cases.Down with { Owner = FenceOwner.Operator } })
            .Should().Be((VerdictKind.Ignored, Reason.NotOurs));

    [Fact]
    public void A_route_that_releases_manually_leaves_it_to_an_operator() =>
        Decide(Cases.Resolved, Cases.Situation with { Record = Cases.Down, Release = ReleasePolicy.Manually })
            .Should().Be((VerdictKind.Ignored, Reason.ReleasedManually));

    [Fact]
    public void Every_reason_has_a_title_of_its_own() =>
        Enum.GetValues<Reason>().Select(reason => reason.Title()).Should().OnlyHaveUniqueItems();
}
