using System.Globalization;
using NovaFence.Core.Alerts;
using NovaFence.Core.Options;

namespace NovaFence.Core.Decisions;

/// <summary>What the rules came to.</summary>
/// <param name="Rule">The rule that decided, one of <see cref="Rules.Names"/>: those before it had nothing against it.</param>
/// <param name="Verdict">The verdict; null where the rules cannot go on before somebody has looked at the host.</param>
public sealed record Decision(string Rule, Verdict? Verdict);

/// <summary>
/// <c>Decide(situation) → verdict</c>: the rules in their order, the first that applies. Pure: no I/O, no clock, the same answer for the same values.
/// </summary>
public static class Rules
{
    private const string HostName = "host";
    private const string LookName = "look";

    private static readonly (string Name, Func<Situation, Verdict?> Decide)[] Table =
    [
        ("route", Route),
        ("freshness", Freshness),
        (HostName, Host),
        ("order", Order),
        ("nothing to do", NothingToDo),
        ("evidence", OfEvidence),
        ("running", Running),
        (LookName, Look),
        ("storm", Storm),
        ("budget", Budget),
        ("drill", Drill),
        ("act", Act),
    ];

    /// <summary>The rules' names in their order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Table.Select(rule => rule.Name)];

    /// <summary>Decides about one alert of one host.</summary>
    public static Decision Decide(Situation situation)
    {
        var isOfHost = false;
        foreach (var (name, decide) in Table)
        {
            if (decide(situation) is { } verdict)
                return new Decision(name, Observed(verdict, situation) with { NamedBy = isOfHost ? (situation.Resolution as HostResolution.Found)?.From : null });
            if (name == LookName && situation is { Status: AlertStatus.Firing, Seen: SeenAs.NotLooked, IsBusy: false })
                return new Decision(name, null);
            isOfHost |= name == HostName;
        }

        throw new InvalidOperationException("the last rule decides always");
    }

    /// <summary>
    /// Whether a firing alert may hold the host down by its own merit: its route, its age, its period and its evidence, whatever else is the case. A host
    /// stays down while such an alert fires, so that the same events give the same end in any order.
    /// </summary>
    internal static bool HasMerit(Situation situation) =>
        Route(situation) is null && Freshness(situation) is null && Host(situation) is null && Order(situation) is null && OfEvidence(situation) is null;

    /// <summary>
    /// Whether only an operator, or a period that begins later, lets this hold through: that time has passed says nothing about what it was held for.
    /// </summary>
    internal static bool IsKeptHeld(Reason reason) => reason is Reason.Storm or Reason.Foreign or Reason.Overruled or Reason.FiresWhileUp or Reason.NamesAnotherHost;

    /// <summary>Whether a held alert keeps its host from being released: one without evidence or against an operator's word does not.</summary>
    internal static bool KeepsDown(Reason reason) => reason is not (Reason.NoEvidence or Reason.Overruled);

    /// <summary>What is said of an event that says nothing of a host (<see cref="RouteTable.SaysNothing"/>).</summary>
    internal static Verdict OfNothing(Reason reason, AlertStatus status) => Ignored(reason, reason switch
    {
        Reason.Watchdog => status == AlertStatus.Firing ? "the monitoring is alive" : "that it has ended says nothing",
        Reason.OwnFinding => "NovaFence sent it to Alertmanager itself; keep it from coming back by a matcher of the Alertmanager route",
        _ => "its rule found no data or could not be evaluated, which says nothing of a host",
    });

    /// <summary>Whether a rule behind that of the evidence holds for this reason: what is held for it had its evidence.</summary>
    internal static bool IsAskedAfterEvidence(Reason reason) => reason is Reason.Paused or Reason.MonitoringSilent or Reason.Foreign or Reason.FiresWhileUp or Reason.Contradicted or Reason.Gone
        or Reason.NovaUnavailable or Reason.NotPermitted or Reason.Storm or Reason.Budget or Reason.Rate or Reason.Flapping;

    private static Verdict? Route(Situation situation)
    {
        if (situation.SaysNothing is { } reason)
            return OfNothing(reason, situation.Status);

        // What was taken before a route was removed must still be able to end.
        if (situation.Route is not null || (situation.Status == AlertStatus.Resolved && situation.IsKnown))
            return null;
        return Ignored(Reason.NoRoute, $"no route takes receiver {situation.Receiver} with these labels");
    }

    private static Verdict? Freshness(Situation situation)
    {
        if (situation is not { Status: AlertStatus.Firing, TellsOfAMoment: true })
            return null;
        if (situation.At > situation.Now + situation.MaxClockSkew)
            return Held(Reason.FromTheFuture, string.Create(CultureInfo.InvariantCulture, $"it says {situation.At:O}, more than {situation.MaxClockSkew} ahead of our clock"));
        return situation.Now - situation.At > situation.MaxAge && !situation.IsRetry
            ? Held(Reason.TooOld, string.Create(CultureInfo.InvariantCulture, $"it tells of {situation.At:O}, longer ago than {situation.MaxAge}"))
            : null;
    }

    private static Verdict? Host(Situation situation)
    {
        var resolved = situation.Status == AlertStatus.Resolved;
        return situation.Resolution switch
        {
            HostResolution.Found when situation.AnotherHost is { } other && resolved =>
                Held(Reason.NamesAnotherHost, $"it ends nothing: it names {other}, and the alert is of another host"),
            HostResolution.Found when situation.AnotherHost is { } other =>
                Held(Reason.NamesAnotherHost, $"it names {other}, and the alert was first heard for another host, for which it goes on firing"),
            HostResolution.Found when situation.Seen == SeenAs.Several => Held(Reason.AmbiguousHost, "Nova lists several nova-compute services of this host"),
            HostResolution.Found => null,
            _ when resolved => Ignored(Reason.AlreadyUp, "no compute host of Nova's and no record goes by that name"),
            HostResolution.Unknown unknown => Held(Reason.UnknownHost, $"Nova lists no compute host for it ({unknown.Tried})"),
            HostResolution.Ambiguous ambiguous => Held(Reason.AmbiguousHost, HostResolver.Sentence(ambiguous)),
            _ => throw new InvalidOperationException("a resolution of no known kind"),
        };
    }

    private static Verdict? Order(Situation situation)
    {
        if (situation.Order == AlertOrder.Superseded)
            return Ignored(Reason.Superseded, "of this alert a newer event is known");
        if (situation.Status == AlertStatus.Resolved)
            return null;
        if (!situation.HasRoom)
            return Held(Reason.LedgerFull, "more alerts of this host fire than its record keeps, and none of them may make room");
        if (situation.OverruledAt is { } overruled)
            return Held(Reason.Overruled, $"an operator unset the host at {Time(overruled)}, while this alert fired");
        if (situation.Order == AlertOrder.Pending)
            return Held(Reason.Pending, "it fires again within the settle time after its resolved; when that ends the last word received counts");
        return null;
    }

    private static Verdict? NothingToDo(Situation situation)
    {
        if (situation.Status == AlertStatus.Resolved)
            return situation.State == HostState.Clear ? Ignored(Reason.AlreadyUp, "NovaFence does not hold this host down") : null;
        return situation.State == HostState.Down && OfEvidence(situation) is null ? Ignored(Reason.AlreadyDown, "NovaFence holds this host down") : null;
    }

    private static Verdict? OfEvidence(Situation situation)
    {
        if (situation.Status == AlertStatus.Resolved)
            return null;
        return situation.Route?.Evidence switch
        {
            null => Held(Reason.NoEvidence, "no route vouches for it"),
            var evidence when evidence.IsMetBy(situation.Facts) => null,
            { IsRead: true } evidence => Unread.Lacking(situation.Route, evidence, situation.Facts),
            Evidence.Corroborated corroborated => Held(
                Reason.NoEvidence,
                $"route '{situation.Route.Name}' wants {corroborated.Sources} alerts of different names that agree within {corroborated.Within}, and has {situation.Corroborating}"),
            Evidence.Label label => Held(Reason.NoEvidence, $"route '{situation.Route.Name}' wants {label.Matcher} on the alert"),
            { Window: { } window } evidence => Held(
                Reason.NoEvidence, $"route '{situation.Route.Name}' wants {evidence}, and within {window} {situation.Corroborating} alerts of different names agree"),
            var evidence => Held(Reason.NoEvidence, $"route '{situation.Route.Name}' wants {evidence}"),
        };
    }

    /// <summary>Whether NovaFence is paused for this host, or the monitoring that says it is silent; null where neither is so.</summary>
    internal static Verdict? Running(Situation situation)
    {
        if (situation.Paused is { } paused)
            return Held(Reason.Paused, paused);
        if (situation.Status == AlertStatus.Resolved || !situation.MonitoringSilent)
            return null;
        var heard = situation.WatchdogHeardAt is { } at ? $"was last heard at {at:u}" : "has not been heard";
        return Held(Reason.MonitoringSilent, $"its watchdog {heard}; see whether Prometheus and Alertmanager work and reach NovaFence");
    }

    private static Verdict? Look(Situation situation)
    {
        if (situation.Status == AlertStatus.Resolved)
            return null;
        // What was held for one of these reasons is not let through by a repeat, whatever the look says by now.
        if (situation is { IsLetGo: false, HeldFor: Reason.Foreign })
            return situation.Seen == SeenAs.Free ? RaisedByAnother("Nova had it forced down when it was first heard, and another hand has raised it since") : Foreign();
        if (situation is { IsLetGo: false, HeldFor: Reason.FiresWhileUp } && situation.Seen != SeenAs.Foreign)
            return RaisedByAnother("another hand raised it while this alert fires");
        return situation.Seen switch
        {
            SeenAs.Foreign => Foreign(),
            SeenAs.Raised => RaisedByAnother("NovaFence had it forced down, and another hand raised it"),
            SeenAs.JustReported when !situation.Route!.IgnoresContradiction =>
                Held(Reason.Contradicted, situation.ReportedAt is null
                    ? "Nova says that it is up, and nova-compute there has not reported yet: it was registered just now; it is decided anew until Nova says that it is down"
                    : $"Nova says that it is up, and nova-compute there reported at {Time(situation.ReportedAt)}; it is decided anew when that report has aged"),
            SeenAs.ReportedAgain when !situation.Route!.IgnoresContradiction =>
                Held(Reason.Contradicted, $"nova-compute there has reported again, at {Time(situation.ReportedAt)}, since the alert came: the host lives until Nova itself says that it is down"),
            SeenAs.NobodyReports when situation.IsRetry && !situation.Route!.IgnoresContradiction =>
                Held(Reason.Contradicted, "none of the other hosts reports either, so that this one does not says nothing"),
            SeenAs.Missing => Held(Reason.Gone, "Nova does not list its service any more"),
            SeenAs.Unseen when situation.IsRetry || situation.Order == AlertOrder.FiresAgain || situation.HasReported || (situation.HeldFor is { } waited && IsAskedAfterEvidence(waited)) =>
                Held(ReasonUnseen(situation), "Nova could not be asked how the host is, and without that it is not decided anew"),
            _ => null,
        };
    }

    /// <summary>What waits for a look goes on being held for what it was, but for what holds no more where the look is reached, and for a storm that an operator has ended.</summary>
    private static Reason ReasonUnseen(Situation situation) =>
        situation.HeldFor is { } before && !IsAskedBeforeTheLook(before) && !(situation.IsLetGo && before == Reason.Storm) ? before
        : situation.MayNotList ? Reason.NotPermitted : Reason.NovaUnavailable;

    /// <summary>Whether a rule before the look holds for this reason: where the look is reached, it holds no more.</summary>
    private static bool IsAskedBeforeTheLook(Reason reason) => reason is Reason.FromTheFuture or Reason.TooOld or Reason.UnknownHost or Reason.NamesAnotherHost
        or Reason.LedgerFull or Reason.Overruled or Reason.Pending or Reason.NoEvidence or Reason.Paused or Reason.MonitoringSilent or Reason.AwaitingOperator || Unread.IsOfPower(reason);

    /// <summary>Why this host's alert counts as one of a storm; null where it does not, or its host has its place already.</summary>
    internal static Verdict? Storm(Situation situation)
    {
        if (situation.Status == AlertStatus.Resolved || situation.HasPlace)
            return null;
        if (situation is { HeldFor: Reason.Storm, IsLetGo: false })
            return Held(Reason.Storm, "it came with so many others that an operator has to say when it is over: novafence resume --storm, or has to force this host down by name");
        return situation.HostsAlerting <= situation.StormLimit
            ? null
            : Held(Reason.Storm, $"{situation.HostsAlerting} of {situation.FleetSize} hosts alert at once, and {situation.StormLimit} may; look at the network and the monitoring first");
    }

    /// <summary>Why no place is left for this host's alert; null where one is.</summary>
    internal static Verdict? Budget(Situation situation)
    {
        if (situation.Status == AlertStatus.Resolved)
            return null;
        if ((!situation.HasPlace || situation.IsUntold) && situation.HostsDown >= situation.BudgetLimit)
            return Held(Reason.Budget, $"{situation.HostsDown} hosts are down or going down, and {situation.BudgetLimit} may be");
        if (situation.HostsForcedDown >= situation.ShareLimit)
            return Held(Reason.Budget, $"{situation.HostsForcedDown} of {situation.FleetSize} hosts are forced down and enabled, whoever did it, and {situation.ShareLimit} may be");
        // What was forced down is not counted once more, and what others did meanwhile is.
        if (situation.HasPlace)
            return null;
        if (situation.OfThisHost >= situation.HostHourLimit)
            return Held(Reason.Flapping, $"it was forced down {situation.OfThisHost} times within the hour, and {situation.HostHourLimit} times it may be");
        return situation.WithinTheHour >= situation.HourLimit
            ? Held(Reason.Rate, $"{situation.WithinTheHour} hosts were forced down within the hour, and {situation.HourLimit} may be")
            : null;
    }

    /// <summary>A rehearsal sends nothing, as long as the host lives; where nobody could see whether it does, nothing is sent either, and it is decided anew.</summary>
    private static Verdict? Drill(Situation situation) =>
        situation is { Drill: { } drill, Status: AlertStatus.Firing, Seen: SeenAs.JustReported or SeenAs.ReportedAgain or SeenAs.Unseen } ? Held(Reason.Paused, drill) : null;

    /// <summary>What is told of an alert in a drill: what would be done if the host were dead. The verdict itself where none runs, or it is no rehearsal.</summary>
    internal static Verdict Rehearsed(Verdict verdict, Situation situation)
    {
        if (situation is not { Drill: { } drill, Status: AlertStatus.Firing } || verdict is not { Kind: VerdictKind.Held, Reason: Reason.Contradicted or Reason.Paused })
            return verdict;
        var told = Decide(situation with { Drill = null, Seen = SeenAs.Free, HeldFor = null, Mode = FenceMode.Observe }).Verdict ?? verdict;
        return told with { Facts = $"{told.Facts}; {drill}" };
    }

    private static Verdict Act(Situation situation)
    {
        if (situation.Status == AlertStatus.Firing)
        {
            // What waited for nothing but the read-back is not late.
            var reason = situation is { IsRetry: true, HeldFor: not Reason.CheckingPower } ? Reason.LateForceDown : Reason.HostDown;
            return situation.IsBusy
                ? Recorded(Reason.InProgress, "an instance acts on this host now; it is finished by it, or when its lease ends")
                : new Verdict(VerdictKind.ForceDown, reason, $"by route '{situation.Route!.Name}', evidence {situation.Route.Evidence}");
        }

        if (situation.Owner == HostOwner.Operator)
            return Recorded(Reason.NotOurs, "an operator forced it down, and only an operator unsets it");
        if (situation.OtherAlertsFiring > 0)
            return Recorded(Reason.AnotherAlertFires, situation.OtherAlertsFiring == 1 ? "one other alert fires" : $"{situation.OtherAlertsFiring} other alerts fire");
        if (!situation.WasSeenFree)
            return Recorded(Reason.ReleasedManually, "nobody saw whether it was free before it was forced down, so only an operator unsets it");
        if (situation.Release == ReleasePolicy.Manually)
            return Recorded(Reason.ReleasedManually, "a route that held it down leaves the unset to an operator, or the end of an alert says nothing of the host");
        if (situation.SettlesAt > situation.Now)
            return Recorded(Reason.Settling, $"its alerts have to stay resolved until {Time(situation.SettlesAt)}");
        return situation.Release == ReleasePolicy.WhenHealthy
            ? Recorded(Reason.AwaitingHeartbeat, "it is unset when nova-compute there is seen to report again")
            : new Verdict(VerdictKind.Unset, Reason.LastAlertResolved, "no other alert holds it down");
    }

    /// <summary>Where NovaFence only observes, everything is decided as ever, and what would be done is not.</summary>
    private static Verdict Observed(Verdict verdict, Situation situation) => (situation.Mode, verdict.Kind) switch
    {
        (FenceMode.Observe, VerdictKind.ForceDown) => new Verdict(VerdictKind.Observed, Reason.ObserveOnly, $"would have forced down {verdict.Facts}"),
        (FenceMode.Observe, VerdictKind.Unset) => new Verdict(VerdictKind.Observed, Reason.ObserveOnly, $"would have unset: {verdict.Facts}"),
        _ => verdict,
    };

    private static Verdict Foreign() => Held(Reason.Foreign, "Nova has it forced down already, and not by NovaFence, which will therefore not unset it");

    private static Verdict RaisedByAnother(string facts) => Held(Reason.FiresWhileUp, $"{facts}; it is not fought");

    private static Verdict Ignored(Reason reason, string facts) => new(VerdictKind.Ignored, reason, facts);

    private static Verdict Held(Reason reason, string facts) => new(VerdictKind.Held, reason, facts);

    private static Verdict Recorded(Reason reason, string facts) => new(VerdictKind.Recorded, reason, facts);

    private static string Time(DateTimeOffset? time) => time?.ToString("O", CultureInfo.InvariantCulture) ?? "an unknown time";
}
