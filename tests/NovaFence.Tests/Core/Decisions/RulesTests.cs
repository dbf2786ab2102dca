using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Options;

namespace NovaFence.Core.Tests.Decisions;

/// <summary>The rules, one thing varied at a time.</summary>
public sealed class RulesTests
{
    private static readonly Situation Fires = Situations.Fires;
    private static readonly Situation Resolves = Situations.Resolves;
    private static readonly HostResolution Unknown = new HostResolution.Unknown("nosuch", "'nosuch'");
    private static readonly HostResolution Ambiguous = new HostResolution.Ambiguous("compute1", ["compute1.a", "compute1.b"]);
    private static readonly Route Agreeing = Situations.Route with { Evidence = new Evidence.Corroborated(2, TimeSpan.FromMinutes(10)) };
    private static readonly Route Ignoring = Situations.Route with { IgnoresContradiction = true };

    /// <summary>What each rule says, the rule that says it, and the same with the value beside the limit.</summary>
    private static readonly (string Says, Situation Situation, string Rule, VerdictKind Kind, Reason Reason)[] Table =
    [
        ("a routed, evidenced alert of a host seen free", Fires, "act", VerdictKind.ForceDown, Reason.HostDown),
        ("the watchdog", Fires with { SaysNothing = Reason.Watchdog }, "route", VerdictKind.Ignored, Reason.Watchdog),
        ("an own finding that comes back", Fires with { SaysNothing = Reason.OwnFinding }, "route", VerdictKind.Ignored, Reason.OwnFinding),
        ("an alert of a rule without data", Fires with { SaysNothing = Reason.NoData }, "route", VerdictKind.Ignored, Reason.NoData),
        ("an alert of a rule without data, of a host that is down", Fires with { SaysNothing = Reason.NoData, State = HostState.Down }, "route", VerdictKind.Ignored, Reason.NoData),
        ("no route", Fires with { Route = null }, "route", VerdictKind.Ignored, Reason.NoRoute),
        ("the end of an alert nobody took", Resolves with { Route = null, IsKnown = false, State = HostState.Clear }, "route", VerdictKind.Ignored, Reason.NoRoute),
        ("the end of an alert whose route was removed", Resolves with { Route = null }, "act", VerdictKind.Unset, Reason.LastAlertResolved),

        ("a moment of 15 minutes ago", Moment(-900), "act", VerdictKind.ForceDown, Reason.HostDown),
        ("a moment of longer ago", Moment(-901), "freshness", VerdictKind.Held, Reason.TooOld),
        ("an old moment that is decided anew", Moment(-901) with { IsRetry = true }, "act", VerdictKind.ForceDown, Reason.LateForceDown),
        ("a moment 5 minutes ahead", Moment(300), "act", VerdictKind.ForceDown, Reason.HostDown),
        ("a moment further ahead", Moment(301), "freshness", VerdictKind.Held, Reason.FromTheFuture),
        ("the end of a moment ahead", Resolves with { TellsOfAMoment = true, At = Situations.Now.AddHours(1) }, "act", VerdictKind.Unset, Reason.LastAlertResolved),
        ("a state that began ahead of our clock", Fires with { At = Situations.Now.AddHours(1) }, "act", VerdictKind.ForceDown, Reason.HostDown),
        ("a state that began a month ago", Fires with { At = Situations.Now.AddDays(-30) }, "act", VerdictKind.ForceDown, Reason.HostDown),

        ("an unknown name", Fires with { Resolution = Unknown }, "host", VerdictKind.Held, Reason.UnknownHost),
        ("a name of two hosts", Fires with { Resolution = Ambiguous }, "host", VerdictKind.Held, Reason.AmbiguousHost),
        ("the end of an unknown name", Resolves with { Resolution = Unknown }, "host", VerdictKind.Ignored, Reason.AlreadyUp),
        ("a firing alert that names another host", Fires with { AnotherHost = "compute2" }, "host", VerdictKind.Held, Reason.NamesAnotherHost),
        ("an end that names another host", Resolves with { AnotherHost = "compute2" }, "host", VerdictKind.Held, Reason.NamesAnotherHost),
        ("several services of the host", Fires with { Seen = SeenAs.Several }, "host", VerdictKind.Held, Reason.AmbiguousHost),

        ("an event older than what is known", Fires with { Order = AlertOrder.Superseded }, "order", VerdictKind.Ignored, Reason.Superseded),
        ("an end older than what is known", Resolves with { Order = AlertOrder.Superseded }, "order", VerdictKind.Ignored, Reason.Superseded),
        ("a record that is full", Fires with { HasRoom = false }, "order", VerdictKind.Held, Reason.LedgerFull),
        ("an overruled period", Fires with { OverruledAt = Situations.Now.AddMinutes(-3) }, "order", VerdictKind.Held, Reason.Overruled),
        ("the end of an overruled period", Resolves with { OverruledAt = Situations.Now.AddMinutes(-3), State = HostState.Clear }, "nothing to do", VerdictKind.Ignored, Reason.AlreadyUp),
        ("within the settle window", Fires with { Order = AlertOrder.Pending }, "order", VerdictKind.Held, Reason.Pending),

        ("a host that is down", Fires with { State = HostState.Down, HasPlace = true }, "nothing to do", VerdictKind.Ignored, Reason.AlreadyDown),
        ("without evidence, of a host that is down", Fires with { State = HostState.Down, HasPlace = true, Route = Agreeing, Corroborating = 1 }, "evidence", VerdictKind.Held, Reason.NoEvidence),
        ("the end, of a host that is up", Resolves with { State = HostState.Clear }, "nothing to do", VerdictKind.Ignored, Reason.AlreadyUp),

        ("one of two that have to agree", Fires with { Route = Agreeing, Corroborating = 1 }, "evidence", VerdictKind.Held, Reason.NoEvidence),
        ("two of two that have to agree", Fires with { Route = Agreeing, Corroborating = 2 }, "act", VerdictKind.ForceDown, Reason.HostDown),

        ("paused", Fires with { Paused = "work on the switch" }, "running", VerdictKind.Held, Reason.Paused),
        ("the end, paused", Resolves with { Paused = "work on the switch" }, "running", VerdictKind.Held, Reason.Paused),
        ("a silent watchdog", Fires with { MonitoringSilent = true }, "running", VerdictKind.Held, Reason.MonitoringSilent),
        ("the end, under a silent watchdog", Resolves with { MonitoringSilent = true }, "act", VerdictKind.Unset, Reason.LastAlertResolved),

        ("forced down by another hand", Fires with { Seen = SeenAs.Foreign }, "look", VerdictKind.Held, Reason.Foreign),
        ("raised by another hand", Fires with { Seen = SeenAs.Raised }, "look", VerdictKind.Held, Reason.FiresWhileUp),
        ("just reported", Fires with { Seen = SeenAs.JustReported }, "look", VerdictKind.Held, Reason.Contradicted),
        ("just reported, of a route that ignores it", Fires with { Seen = SeenAs.JustReported, Route = Ignoring }, "act", VerdictKind.ForceDown, Reason.HostDown),
        ("reported again", Fires with { Seen = SeenAs.ReportedAgain }, "look", VerdictKind.Held, Reason.Contradicted),
        ("reported again, of a route that ignores it", Fires with { Seen = SeenAs.ReportedAgain, Route = Ignoring }, "act", VerdictKind.ForceDown, Reason.HostDown),
        ("nobody reports, and it is new", Fires with { Seen = SeenAs.NobodyReports }, "act", VerdictKind.ForceDown, Reason.HostDown),
        ("nobody reports, and it is decided anew", Fires with { Seen = SeenAs.NobodyReports, IsRetry = true }, "look", VerdictKind.Held, Reason.Contradicted),
        ("no longer listed", Fires with { Seen = SeenAs.Missing }, "look", VerdictKind.Held, Reason.Gone),
        ("unseen, and new", Fires with { Seen = SeenAs.Unseen }, "act", VerdictKind.ForceDown, Reason.HostDown),
        ("unseen, and decided anew", Fires with { Seen = SeenAs.Unseen, IsRetry = true, HeldFor = Reason.Budget }, "look", VerdictKind.Held, Reason.Budget),
        ("unseen, and a repeat of what waited for a place", Fires with { Seen = SeenAs.Unseen, Order = AlertOrder.Repeat, HeldFor = Reason.Budget }, "look", VerdictKind.Held, Reason.Budget),
        ("unseen, and a repeat whose evidence has come", Fires with { Seen = SeenAs.Unseen, Order = AlertOrder.Repeat, HeldFor = Reason.NoEvidence }, "act", VerdictKind.ForceDown, Reason.HostDown),
        ("unseen, and a repeat of a storm that is over", Fires with { Seen = SeenAs.Unseen, Order = AlertOrder.Repeat, HeldFor = Reason.Storm, IsLetGo = true }, "look", VerdictKind.Held, Reason.NovaUnavailable),
        ("unseen, and firing again", Fires with { Seen = SeenAs.Unseen, Order = AlertOrder.FiresAgain }, "look", VerdictKind.Held, Reason.NovaUnavailable),
        ("unseen, firing again, and its evidence has come", Fires with { Seen = SeenAs.Unseen, Order = AlertOrder.FiresAgain, HeldFor = Reason.NoEvidence }, "look", VerdictKind.Held, Reason.NovaUnavailable),
        ("unseen, decided anew, and the pause is over", Fires with { Seen = SeenAs.Unseen, IsRetry = true, HeldFor = Reason.Paused }, "look", VerdictKind.Held, Reason.NovaUnavailable),
        ("unseen, decided anew, and Nova lists the host by now", Fires with { Seen = SeenAs.Unseen, IsRetry = true, HeldFor = Reason.UnknownHost }, "look", VerdictKind.Held, Reason.NovaUnavailable),
        ("unseen, firing again, and contradicted before", Fires with { Seen = SeenAs.Unseen, Order = AlertOrder.FiresAgain, HeldFor = Reason.Contradicted }, "look", VerdictKind.Held, Reason.Contradicted),
        ("unseen because listing is forbidden, and firing again", Fires with { Seen = SeenAs.Unseen, Order = AlertOrder.FiresAgain, MayNotList = true }, "look", VerdictKind.Held, Reason.NotPermitted),

        ("six hosts of twenty alert", Fires with { HostsAlerting = 6 }, "act", VerdictKind.ForceDown, Reason.HostDown),
        ("seven hosts of twenty alert", Fires with { HostsAlerting = 7 }, "storm", VerdictKind.Held, Reason.Storm),
        ("a storm, of a host that has its place", Fires with { HostsAlerting = 7, HasPlace = true, State = HostState.ForcingDown }, "act", VerdictKind.ForceDown, Reason.HostDown),
        ("the end, in a storm", Resolves with { HostsAlerting = 7, HasPlace = false }, "act", VerdictKind.Unset, Reason.LastAlertResolved),

        ("two hosts are down", Fires with { HostsDown = 2 }, "act", VerdictKind.ForceDown, Reason.HostDown),
        ("three hosts are down", Fires with { HostsDown = 3 }, "budget", VerdictKind.Held, Reason.Budget),
        ("three hosts are down, one of them this", Fires with { HostsDown = 3, HasPlace = true, State = HostState.ForcingDown }, "act", VerdictKind.ForceDown, Reason.HostDown),
        ("three are forced down and enabled", Fires with { HostsForcedDown = 3 }, "act", VerdictKind.ForceDown, Reason.HostDown),
        ("four are forced down and enabled", Fires with { HostsForcedDown = 4 }, "budget", VerdictKind.Held, Reason.Budget),
        ("four are forced down and enabled, and this has its place", Fires with { HostsForcedDown = 4, HasPlace = true, State = HostState.ForcingDown }, "budget", VerdictKind.Held, Reason.Budget),
        ("this host twice within the hour, and it has its place", Fires with { OfThisHost = 2, HasPlace = true, State = HostState.ForcingDown }, "act", VerdictKind.ForceDown, Reason.HostDown),
        ("this host once within the hour", Fires with { OfThisHost = 1 }, "act", VerdictKind.ForceDown, Reason.HostDown),
        ("this host twice within the hour", Fires with { OfThisHost = 2 }, "budget", VerdictKind.Held, Reason.Flapping),
        ("five within the hour", Fires with { WithinTheHour = 5 }, "act", VerdictKind.ForceDown, Reason.HostDown),
        ("six within the hour", Fires with { WithinTheHour = 6 }, "budget", VerdictKind.Held, Reason.Rate),

        ("an instance acts on it", Fires with { IsBusy = true, Seen = SeenAs.NotLooked }, "act", VerdictKind.Recorded, Reason.InProgress),
        ("a hold whose reason has passed", Fires with { IsRetry = true, HeldFor = Reason.Budget }, "act", VerdictKind.ForceDown, Reason.LateForceDown),
        ("the end, of what an operator forced down", Resolves with { Owner = HostOwner.Operator }, "act", VerdictKind.Recorded, Reason.NotOurs),
        ("the end, while another fires", Resolves with { OtherAlertsFiring = 1 }, "act", VerdictKind.Recorded, Reason.AnotherAlertFires),
        ("the end, of what nobody saw free", Resolves with { WasSeenFree = false }, "act", VerdictKind.Recorded, Reason.ReleasedManually),
        ("the end, of a route that leaves it to an operator", Resolves with { Release = ReleasePolicy.Manually }, "act", VerdictKind.Recorded, Reason.ReleasedManually),
        ("the end, not settled", Resolves with { SettlesAt = Situations.Now.AddTicks(1) }, "act", VerdictKind.Recorded, Reason.Settling),
        ("the end, settled", Resolves with { SettlesAt = Situations.Now }, "act", VerdictKind.Unset, Reason.LastAlertResolved),
        ("the end, of a route that waits for reports", Resolves with { Release = ReleasePolicy.WhenHealthy }, "act", VerdictKind.Recorded, Reason.AwaitingHeartbeat),

        ("observing", Fires with { Mode = FenceMode.Observe }, "act", VerdictKind.Observed, Reason.ObserveOnly),
        ("the end, observing", Resolves with { Mode = FenceMode.Observe }, "act", VerdictKind.Observed, Reason.ObserveOnly),
        ("observing beyond the budget", Fires with { Mode = FenceMode.Observe, HostsDown = 3 }, "budget", VerdictKind.Held, Reason.Budget),

        ("in a drill, and the host has reported", Fires with { Drill = "a drill runs", Seen = SeenAs.JustReported }, "look", VerdictKind.Held, Reason.Contradicted),
        ("in a drill, and nobody could look", Fires with { Drill = "a drill runs", Seen = SeenAs.Unseen }, "drill", VerdictKind.Held, Reason.Paused),
        ("in a drill, and the host reports no more", Fires with { Drill = "a drill runs" }, "act", VerdictKind.ForceDown, Reason.HostDown),
        ("the end, in a drill", Resolves with { Drill = "a drill runs" }, "act", VerdictKind.Unset, Reason.LastAlertResolved),

        ("held as foreign, and another hand let go", Fires with { HeldFor = Reason.Foreign, Order = AlertOrder.Repeat }, "look", VerdictKind.Held, Reason.FiresWhileUp),
        ("held as foreign, and still so", Fires with { HeldFor = Reason.Foreign, Order = AlertOrder.FiresAgain, Seen = SeenAs.Foreign }, "look", VerdictKind.Held, Reason.Foreign),
        ("fires while up, and repeated", Fires with { HeldFor = Reason.FiresWhileUp, Order = AlertOrder.Repeat }, "look", VerdictKind.Held, Reason.FiresWhileUp),
        ("fires while up, and fires again", Fires with { HeldFor = Reason.FiresWhileUp, Order = AlertOrder.FiresAgain }, "look", VerdictKind.Held, Reason.FiresWhileUp),
        ("fires while up, and the audit reasserts", Fires with { HeldFor = Reason.FiresWhileUp, IsLetGo = true, IsRetry = true }, "act", VerdictKind.ForceDown, Reason.LateForceDown),
        ("held for a storm that has gone by", Fires with { HeldFor = Reason.Storm, Order = AlertOrder.Repeat }, "storm", VerdictKind.Held, Reason.Storm),
        ("held for a storm, and fires again", Fires with { HeldFor = Reason.Storm, Order = AlertOrder.FiresAgain }, "storm", VerdictKind.Held, Reason.Storm),
        ("held for a storm that an operator called over", Fires with { HeldFor = Reason.Storm, IsLetGo = true, IsRetry = true }, "act", VerdictKind.ForceDown, Reason.LateForceDown),
        ("overruled, and fires again", Fires with { OverruledAt = Situations.Now, HeldFor = Reason.Overruled, Order = AlertOrder.FiresAgain }, "order", VerdictKind.Held, Reason.Overruled),
    ];

    public static TheoryData<string> Rows => [.. Table.Select(row => row.Says)];

    private static Situation Moment(int seconds) => Fires with { TellsOfAMoment = true, At = Situations.Now.AddSeconds(seconds) };

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_rules_say(string what)
    {
        var row = Table.Single(one => one.Says == what);
        var decision = Rules.Decide(row.Situation);
        (decision.Rule, decision.Verdict!.Kind, decision.Verdict.Reason).Should().Be((row.Rule, row.Kind, row.Reason));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_verdict_of_a_host_says_what_named_it(string what)
    {
        var row = Table.Single(one => one.Says == what);
        var verdict = Rules.Decide(row.Situation).Verdict!;
        var isOfHost = Rules.Names.SkipWhile(name => name != "host").Skip(1).Contains(row.Rule);
        verdict.NamedBy.Should().Be(isOfHost ? "host" : null);
        verdict.Text.EndsWith("; named by host", StringComparison.Ordinal).Should().Be(isOfHost);
    }

    [Fact]
    public void They_are_asked_in_the_order_of_the_table() =>
        Rules.Names.Should().Equal("route", "freshness", "host", "order", "nothing to do", "evidence", "running", "look", "storm", "budget", "drill", "act");

    /// <summary>One objection after the other is taken away, the first first; which rule decides moves on by one each time.</summary>
    [Fact]
    public void The_first_that_applies_decides_whatever_the_later_ones_would_say()
    {
        Situation situation = Fires with
        {
            Route = null,
            TellsOfAMoment = true,
            At = Situations.Now.AddHours(-1),
            Resolution = Unknown,
            Order = AlertOrder.Superseded,
            State = HostState.Down,
            Corroborating = 1,
            Paused = "paused",
            Seen = SeenAs.Foreign,
            HostsAlerting = 20,
            HostsDown = 20,
            Mode = FenceMode.Observe,
        };
        (string Rule, Func<Situation, Situation> Without)[] steps =
        [
            ("route", one => one with { Route = Agreeing }),
            ("freshness", one => one with { At = Situations.Now }),
            ("host", one => one with { Resolution = Fires.Resolution }),
            ("order", one => one with { Order = AlertOrder.NewPeriod, Corroborating = 2 }),
            ("nothing to do", one => one with { State = HostState.Clear, Corroborating = 1 }),
            ("evidence", one => one with { Corroborating = 2 }),
            ("running", one => one with { Paused = null }),
            ("look", one => one with { Seen = SeenAs.Unseen, Drill = "a drill runs" }),
            ("storm", one => one with { HostsAlerting = 1 }),
            ("budget", one => one with { HostsDown = 0 }),
            ("drill", one => one with { Drill = null }),
            ("act", one => one),
        ];
        foreach (var (rule, without) in steps)
        {
            Rules.Decide(situation).Rule.Should().Be(rule);
            situation = without(situation);
        }

        steps.Select(step => step.Rule).Should().Equal(Rules.Names);
    }

    [Fact]
    public void What_wants_a_look_is_not_decided_before_somebody_has_looked() =>
        Rules.Decide(Fires with { Seen = SeenAs.NotLooked }).Should().Be(new Decision("look", null));

    [Theory]
    [InlineData("no evidence")]
    [InlineData("paused")]
    [InlineData("end")]
    public void What_is_decided_without_a_look_asks_for_none(string what)
    {
        var situation = what switch
        {
            "no evidence" => Fires with { Route = Agreeing },
            "paused" => Fires with { Paused = "paused" },
            _ => Resolves,
        };
        Rules.Decide(situation with { Seen = SeenAs.NotLooked }).Verdict.Should().NotBeNull();
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Label_evidence_has_to_stand_on_the_alert(bool there, bool held)
    {
        LabelMatcher.TryParse("fenced=\"true\"", out var matcher, out _).Should().BeTrue();
        var situation = Fires with { Route = Situations.Route with { Evidence = new Evidence.Label(matcher!) }, Carried = there ? new Evidence.Label(matcher!).Mark : null };
        (Rules.Decide(situation).Verdict!.Reason == Reason.NoEvidence).Should().Be(held);
    }

    [Theory]
    [InlineData("true", null, true)]
    [InlineData("false", "true", false)]
    [InlineData(null, "true", true)]
    [InlineData(null, null, false)]
    [InlineData("", "true", false)]
    [InlineData("<no value>", null, false)]
    [InlineData(" ", null, false)]
    [InlineData("<nil>", null, false)]
    [InlineData("{{ $labels.fenced }}", null, false)]
    [InlineData("[no value]", null, false)]
    [InlineData(null, "[no value]", false)]
    [InlineData("<error expanding template: error executing template>", null, false)]
    [InlineData("%!d(float64=1)", null, false)]
    public void Annotations_count_only_where_the_label_is_absent_and_what_a_template_left_behind_counts_for_nothing(string? label, string? annotation, bool evident)
    {
        LabelMatcher.TryParse("fenced=~\".*[a-z].*\"", out var anything, out _).Should().BeTrue();
        LabelMatcher.TryParse("fenced=\"true\"", out var positive, out _).Should().BeTrue();
        var alert = Situations.Firing with { Labels = Values(label), Annotations = Values(annotation) };
        new Evidence.Label(positive!).IsIn(alert).Should().Be(evident);
        if (label is { Length: > 1 } and not ("true" or "false") || annotation is "[no value]")
            new Evidence.Label(anything!).IsIn(alert).Should().BeFalse();
    }

    /// <summary>A host stays down while an alert fires that would have been taken by its route, age, period and evidence, whatever else is the case.</summary>
    [Fact]
    public void Merit_asks_for_route_age_host_period_and_evidence_and_for_nothing_else()
    {
        Situation[] without =
        [
            Fires with { Route = null }, Moment(-901), Fires with { Resolution = Unknown }, Fires with { Order = AlertOrder.Superseded },
            Fires with { Order = AlertOrder.Pending }, Fires with { OverruledAt = Situations.Now }, Fires with { Route = Agreeing, Corroborating = 1 },
        ];
        Situation[] with =
        [
            Fires, Fires with { Paused = "paused" }, Fires with { MonitoringSilent = true }, Fires with { Seen = SeenAs.Foreign }, Fires with { HostsAlerting = 20 },
            Fires with { HostsDown = 20 }, Fires with { State = HostState.Down }, Fires with { Mode = FenceMode.Observe }, Fires with { OfThisHost = 9 },
        ];
        without.Should().OnlyContain(situation => !Rules.HasMerit(situation));
        with.Should().OnlyContain(situation => Rules.HasMerit(situation));
    }

    [Fact]
    public void Only_these_holds_are_never_let_through_by_time() =>
        Enum.GetValues<Reason>().Where(Rules.IsKeptHeld).Should().Equal(Reason.NamesAnotherHost, Reason.Overruled, Reason.Foreign, Reason.FiresWhileUp, Reason.Storm);

    [Fact]
    public void Every_reason_has_a_title_of_its_own_and_is_found_by_it()
    {
        Enum.GetValues<Reason>().Select(reason => reason.Title()).Should().OnlyHaveUniqueItems();
        Enum.GetValues<Reason>().Should().OnlyContain(reason => ReasonText.Named(reason.Title()) == reason);
    }

    private static Dictionary<string, string> Values(string? fenced) => fenced is null ? [] : new() { ["fenced"] = fenced };
}
