using NovaFence.Core.Alerts;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Ledger;

namespace NovaFence.Core.Hosts;

/// <content>What holds an alert, and when that is decided anew.</content>
internal sealed partial class HostDecider
{
    /// <summary>How often a hold whose reason has no known end is decided anew by itself.</summary>
    private static readonly TimeSpan BetweenRetries = TimeSpan.FromSeconds(10);

    private Hold HoldOf(AlertEntry entry, Verdict verdict, Situation situation, DateTimeOffset now)
    {
        // What is held for another storm than the one that an operator ended waits for the end of that.
        var before = entry.Held?.Reason == verdict.Reason && !(verdict.Reason == Reason.Storm && situation.IsLetGo) ? entry.Held : null;
        return new Hold
        {
            Reason = verdict.Reason,
            Facts = Excerpt.Cut(verdict.Facts, Hold.MaxFactsLength),
            Since = before?.Since ?? now,
            SeenAt = now,
            NextAt = NextAt(verdict.Reason, situation, now) ?? (verdict.Reason == Reason.NoEvidence && IsAskedOtherwise(entry) ? now + BetweenRetries : null),
            // What it is held for meanwhile says nothing of whether the host lives.
            SeenReport = verdict.Reason == Reason.Contradicted ? situation.ReportedAt ?? before?.SeenReport : entry.Held?.SeenReport,
            ReportedAgain = situation.Seen switch
            {
                Decisions.SeenAs.ReportedAgain => verdict.Reason == Reason.Contradicted || entry.Held is { ReportedAgain: true },
                Decisions.SeenAs.NotLooked or Decisions.SeenAs.Unseen => entry.Held is { ReportedAgain: true },
                _ => false,
            },
            Unread = verdict.Reason == Reason.NoEvidence && LacksAnAnswer(situation) && !(entry.Held is { Reason: Reason.NoEvidence, Unread: false } answered && answered.SeenAt >= SinceOf(entry)),
        };
    }

    /// <summary>Whether Prometheus has not said of something that the alert's evidence lacks whether it is so.</summary>
    private static bool LacksAnAnswer(Situation situation) => situation.Route?.Evidence.Outstanding(situation.Facts)
        .Any(part => part is Evidence.Samples samples && !situation.Facts.Samples.Any(read => read.Condition == samples.Mark && read.Holds is not null)) == true;

    /// <summary>When a hold is decided anew by itself.</summary>
    private DateTimeOffset? NextAt(Reason reason, Situation situation, DateTimeOffset now)
    {
        var report = options.Cloud.ReportInterval;
        return reason switch
        {
            // When the report that was seen has aged, and not so long after the look: of a dead host that would be the same time once more.
            Reason.Contradicted when situation is { Seen: Decisions.SeenAs.JustReported, AgesIn: { } agesIn } => now + agesIn,
            Reason.Contradicted => now + (report * 2),
            // While it is being read there is nothing to decide: the answer does that, or this where there is none.
            _ when IsOfReading(reason) && situation.ReadAt is { } readAt => readAt > now ? readAt : now + options.Power.ReadEvery,
            // Another instance may know the route of what would agree.
            Reason.NoEvidence when situation.MayAgreeElsewhere => now + BetweenRetries,
            Reason.Budget or Reason.Rate or Reason.Flapping or Reason.Paused or Reason.MonitoringSilent or Reason.Gone or Reason.NovaUnavailable or Reason.NotPermitted or Reason.AmbiguousHost
                // Its route may be configured again, or by another instance.
                or Reason.AwaitingOperator => now + BetweenRetries,
            _ => null,
        };
    }

    /// <summary>The same of a hold that is known. What lacked the evidence that another configuration asks for is decided anew by this one's, which its sender may not ask for in hours.</summary>
    private DateTimeOffset? NextAt(AlertEntry entry) => entry.Held is { } hold ? hold.NextAt ?? (hold.Reason == Reason.NoEvidence && IsAskedOtherwise(entry) ? hold.SeenAt : null) : null;

    /// <summary>Whether its route asks for other evidence by now, or here, than when its newest firing event came.</summary>
    private bool IsAskedOtherwise(AlertEntry entry) => entry.AskedFor is { } then && routes.Named(entry.Route)?.AsksFor is { } now && then != now;

    /// <summary>Decides a hold, or a pending alert whose window has ended, anew. A step where the host is to be forced down or looked at; null to go on.</summary>
    private HostStep? Retry(LedgerTransaction transaction, HostJob job, ref HostRecord record, AlertEntry entry, AlertOrder order, string attemptId, DateTimeOffset now)
    {
        var situation = See(transaction, record.With(entry), entry, job, order, isKnown: true, isRetry: true, now);
        // Of a host that is down nothing is let through.
        var gone = situation.State == HostState.Down && situation.Route is not null ? null : NamesAnother(entry) ?? NoLongerTaken(entry);
        if ((gone ?? DecideReading(situation, isJustRead: job.Reading?.Power is not null).Verdict) is not { } verdict)
            return job.IsBlind ? null : new HostStep.Look();
        // Nor is the host let go because a route that did not take the alert asks for what it lacks.
        if (verdict.Reason == Reason.NoEvidence && NoLongerTaken(entry) is { } otherwise)
            verdict = otherwise;
        AskFor(job, verdict, situation);
        // The listing of whoever decides it anew, such as an audit that has run for a while, may be older than the alert; nor may it end what passes by itself.
        if ((verdict is { Kind: VerdictKind.ForceDown } or { Reason: Reason.SwitchingOff } || Rules.IsKeptHeld(verdict.Reason))
            && job.Look is { } look && job.Looks < MostLooks && look.BeganAt < (order == AlertOrder.FiresAgain ? entry.LastSeen : entry.PeriodSince))
        {
            return new HostStep.Look();
        }

        if (verdict is { Kind: VerdictKind.ForceDown } or { Reason: Reason.SwitchingOff })
        {
            if (job.Reasserts && verdict.Reason != Reason.SwitchingOff && entry.Held is { Reason: Reason.FiresWhileUp })
                verdict = verdict with { Reason = Reason.Reasserted };
            var through = entry with { Accepted = true, Held = null, EndedBlind = false };
            var accepted = WithThoseThatAgree(transaction, record.With(through), through, job, now) with
            {
                Owner = record.IsWantedByOperator ? HostOwner.Operator : HostOwner.Alert,
                Route = situation.Route!.Name,
                Evidence = situation.Route.Evidence.ToString(),
                StartsAt = entry.At,
                ReceivedAt = entry.LastSeen,
                Reason = verdict.Text,
            };
            if (verdict.Reason == Reason.SwitchingOff)
                return IntendOff(transaction, job, accepted, verdict, attemptId, Event("intent", entry, verdict, situation, now), now);
            return Intend(transaction, job, accepted, down: true, verdict, attemptId, Event(verdict.Reason == Reason.HostDown ? "intent" : "late force-down", entry, verdict, situation, now), isForAlert: true, now);
        }

        var isSame = entry.Held?.Reason == verdict.Reason && order == AlertOrder.Repeat;
        var decided = verdict is { Kind: VerdictKind.Held } or { Reason: Reason.AlreadyDown } ? Decided(entry, entry, verdict, situation, now) : entry with { Held = null };
        // A hold that still stands is written down now and then: by how old that note is it is judged whether it may still be let through.
        if (isSame && !(WaitsForReading(entry) && job.ToRead.Count == 0) && now - entry.Held!.SeenAt < options.Holds.RetryFor / 3 && decided.Held is { } still && still.ReportedAgain == entry.Held.ReportedAgain)
            return null;
        record = WithThoseThatAgree(transaction, Step(record, new HostInput.AlertTaken(decided), now), decided, job, now);
        Rely(transaction, verdict);
        if (!isSame)
            transaction.Append(record.Host, Event("verdict", entry, verdict, situation, now) with { State = record.State });
        return null;
    }

    /// <summary>What it named last is in its hold alone. Null where it named its own host, or none.</summary>
    private static Verdict? NamesAnother(AlertEntry entry) => entry.Held is { Reason: Reason.NamesAnotherHost } named ? new(VerdictKind.Held, named.Reason, named.Facts) : null;

    /// <summary>Why what an accepted alert wants is not begun after all: the host lives, or another hand has it down.</summary>
    private Hold? Withheld(HostRecord record, Sighting sighting, DateTimeOffset now)
    {
        if (sighting.Kind == SightingKind.Free && sighting.HasJustReported(options.Cloud.ReportInterval) && !IgnoresContradiction(record))
        {
            return HoldFor(new Verdict(VerdictKind.Held, Reason.Contradicted, "Nova says that it is up, and nova-compute there has just reported"), now) with
            {
                NextAt = now + sighting.AgesIn(options.Cloud.ReportInterval),
                SeenReport = sighting.Service!.UpdatedAt,
            };
        }

        if (sighting.Kind == SightingKind.Free && !IgnoresContradiction(record) && record.Alerts.Where(alert => alert.WantsDown).All(alert => HasReportedSince(sighting, alert)))
        {
            return HoldFor(new Verdict(VerdictKind.Held, Reason.Contradicted, "nova-compute there has reported since its alerts came: the host lives until Nova itself says that it is down"), now) with
            {
                SeenReport = sighting.Service!.UpdatedAt,
                ReportedAgain = true,
            };
        }

        if (sighting.Kind == SightingKind.ForcedDown && record.State is HostState.Clear or HostState.ForcingDown)
            return HoldFor(new Verdict(VerdictKind.Held, Reason.Foreign, "Nova has it forced down already, and not by NovaFence"), now);
        return null;
    }

    /// <summary>Why what was down, and was raised by a late unset of NovaFence's own, is not forced down again for the alerts that want it: the host lives by now.</summary>
    private Hold? LivesSince(HostRecord record, Sighting sighting, DateTimeOffset now) => sighting.Kind == SightingKind.Free && IsAgainForAlerts(record) ? Withheld(record, sighting, now) : null;

    private static bool IsAgainForAlerts(HostRecord record) => record is { DownSince: not null, IsWantedByOperator: false, IsWantedByAlerts: true };

    /// <summary>
    /// Why no place is left for what the accepted alerts want, each of which would do: others may have gone down since they were let through. What goes down as anew is asked
    /// again whether its monitoring lives and whether it is one of a storm: it was accepted while the host was down, where neither was asked.
    /// </summary>
    private Hold? OverBudget(LedgerTransaction transaction, HostRecord record, HostJob job, bool isNew, DateTimeOffset now)
    {
        Hold? first = null;
        foreach (var wanting in record.Alerts.Where(alert => alert.WantsDown))
        {
            var situation = See(transaction, record, wanting, job, AlertOrder.Repeat, isKnown: true, isRetry: true, now) with { HasPlace = !isNew };
            if (((isNew ? Rules.Running(situation) ?? Rules.Storm(situation) : null) ?? Rules.Budget(situation)) is not { } verdict)
                return null;
            first ??= HoldFor(verdict, now);
        }

        return first;
    }

    /// <summary>Gives back the place of a host that is held no more, or takes one for what goes down again. It is written whatever is remembered of the places: that may be older than the host's row.</summary>
    internal HostRecord WithItsPlace(LedgerTransaction transaction, HostRecord record)
    {
        // A PUT that arrived late may have taken a place more than there are. What was raised since does not keep it.
        var now = clock.GetUtcNow();
        if (record is { State: HostState.ForcingDown, Before: null, Word: not { Down: true } } && !(record.DownMayArriveUntil > now)
            && transaction.Places().With(record.Host).Taken.Count - 1 is var others && others >= options.Budget.MaxHosts)
        {
            var held = new Verdict(VerdictKind.Held, Reason.Budget, $"{others} hosts are down or going down, and {options.Budget.MaxHosts} may be");
            record = Step(record, new HostInput.Withdrawn(HoldFor(held, now) with { NextAt = now + BetweenRetries }), now);
            transaction.Append(record.Host, Event("verdict", held, now) with { State = record.State });
        }

        if (!record.IsHeldDown)
            transaction.Write(transaction.Places().Without(record.Host));
        // What was unset, and is wanted down by now, goes down next.
        else if (record.State == HostState.ForcingDown && !transaction.Places().Holds(record.Host))
            transaction.Write(transaction.Places().With(record.Host));
        return record;
    }

    /// <summary>Whether a hold is decided anew by itself: its reason may pass, its alert is current, and not too much time has gone since the reason applied.</summary>
    private bool IsToBeRetried(LedgerTransaction transaction, HostRecord record, AlertEntry entry, HostJob job, DateTimeOffset now)
    {
        if (entry is not { Status: AlertStatus.Firing, IsHeld: true, IsOverruled: false } || (record.IsDown && !IsReadWhileDown(record, entry, job)) || record.Word is { Down: true } word && word.IsToBeSent(now) || entry.Held is not { } hold || !IsCurrent(entry, now))
            return false;
        if (hold.Reason == Reason.Storm)
            return IsLetGo(transaction, entry);
        if (hold.Reason == Reason.FiresWhileUp)
            return job.Reasserts;
        if (WaitsForReading(entry) && (job.Reading is not null || NextAt(entry) <= now))
            return true;
        if (Rules.IsKeptHeld(hold.Reason) || NextAt(entry) is not { } next || next > now)
            return false;
        // It is not looked at before: a report has to age first.
        var passedAt = next > hold.SeenAt ? next : hold.SeenAt;
        if (hold.Reason == Reason.Paused && fleet.Current.EarlierNow(now) is var then && transaction.PauseOf(record.Host, then) is null)
        {
            if (transaction.ReadablePauses().EndedAt(record.Host, then) is { } ended)
                passedAt = ended > hold.SeenAt ? ended : hold.SeenAt;
            // Meanwhile the sender may say that it is over.
            var first = passedAt + options.Release.SettleTime;
            if (now < first)
                return false;
            // However long that is, it is tried then.
            passedAt = first - (options.Holds.RetryFor * 2 / 3) is var latest && latest > passedAt ? latest : passedAt;
        }

        var shared = fleet.SharedNow(now);
        if (hold.Reason is Reason.Rate or Reason.Flapping && transaction.Places().NextFreeAt(hold.Reason == Reason.Flapping ? record.Host : null, shared) + (now - shared) is { } free && free > passedAt)
            passedAt = free < now ? free : now;
        return options.Holds.RetryFor > TimeSpan.Zero && now - passedAt <= options.Holds.RetryFor;
    }

    /// <summary>
    /// Whether an alert that waits for what is read is decided of a host that is down too: with what was read when it came, and, where nothing else keeps the host down,
    /// with what is read until then. It may be what keeps it down.
    /// </summary>
    private bool IsReadWhileDown(HostRecord record, AlertEntry entry, HostJob job) => WaitsForReading(entry) && (job.Reading is not null || !record.IsWantedDown);

    /// <summary>Whether an alert still says something of now: a state sender's until it has not been repeated for too long, a moment sender's for four times its greatest age.</summary>
    internal bool IsCurrent(AlertEntry entry, DateTimeOffset now) => entry.ToldOnce
        ? now - entry.At <= options.Fencing.MaxAge * 4
        : now - entry.LastSeen <= options.Audit.SilentAfter;

    /// <summary>
    /// Alerts of this host that waited for others to agree, and now have them, are let through with the one that came: whichever came first. Where that one
    /// is held itself, because its own route asks for something else too, they are decided anew by themselves.
    /// </summary>
    private HostRecord WithThoseThatAgree(LedgerTransaction transaction, HostRecord record, AlertEntry entry, HostJob job, DateTimeOffset now)
    {
        if (entry is not { Status: AlertStatus.Firing, IsOverruled: false })
            return record;
        foreach (var other in record.Alerts.Where(other => !other.IsOf(entry) && other is { Status: AlertStatus.Firing, Held.Reason: Reason.NoEvidence } && !IsTakenOtherwise(other) && routes.Named(other.Route)?.Evidence.Window is not null).ToList())
        {
            var situation = See(transaction, record, other, job, AlertOrder.Repeat, isKnown: true, isRetry: true, now);
            if (!Rules.HasMerit(situation))
            {
                // Now that others agree, what has to be read may be all that it lacks.
                if (situation.ReadAt is not null)
                    record = record.With(other with { Held = other.Held! with { SeenAt = now, NextAt = now, Unread = LacksAnAnswer(situation) } });
                continue;
            }

            record = record.With(entry.WantsDown ? other with { Accepted = true, Held = null } : other with { Held = other.Held! with { SeenAt = now, NextAt = now } });
        }

        return record;
    }

    /// <summary>How many names of alerts agree on this host that fire now and were heard within one window, this one counted. One without a name counts as none.</summary>
    private int Corroborating(HostRecord record, AlertEntry entry, TimeSpan window, DateTimeOffset now)
    {
        var firing = Agreeing(record, entry, now).ToList();
        var still = HadItsEvidence(entry) ? NamesOf(firing.Where(HadItsEvidence)) : 0;
        // The window ends with any of them that was heard no earlier than this one: what its sender does not repeat agrees as long as it fires.
        return Math.Max(still, firing.Where(last => last.LastSeen >= entry.LastSeen && last.LastSeen - entry.LastSeen <= window)
            .Max(last => NamesOf(firing.Where(alert => alert.LastSeen <= last.LastSeen && last.LastSeen - alert.LastSeen <= window))));
    }

    /// <summary>
    /// Whether it was let through, or is held for something of which is asked only where the evidence is met: then what agrees did so within the window, and does so for as
    /// long as all of it fires. Their senders repeat them at different times, and a repeat takes nothing back. What other evidence let through, before somebody changed what its
    /// route asks for, never had this.
    /// </summary>
    private bool HadItsEvidence(AlertEntry entry) =>
        (entry.WantsDown || (entry is { IsHeld: true, Held: { } hold } && hold.SeenAt >= SinceOf(entry) && Rules.IsAskedAfterEvidence(hold.Reason)))
        && !IsAskedOtherwise(entry);

    private IEnumerable<AlertEntry> Agreeing(HostRecord record, AlertEntry entry, DateTimeOffset now) => FiringBeside(record, entry, now).Where(other => !IsNotTaken(other)).Append(entry);

    private IEnumerable<AlertEntry> FiringBeside(HostRecord record, AlertEntry entry, DateTimeOffset now) => record.Alerts
        .Where(other => !other.IsOf(entry) && other is { Status: AlertStatus.Firing, IsOverruled: false, Held: not { Reason: Reason.TooOld } } && IsCurrent(other, now));

    private static int NamesOf(IEnumerable<AlertEntry> alerts) => alerts.Select(alert => alert.Name).Where(name => !string.IsNullOrEmpty(name)).Distinct(StringComparer.Ordinal).Count();

    /// <summary>What does not report any more is no rehearsal: what is done now is meant.</summary>
    private Places WithoutDrill(LedgerTransaction transaction, Places places, string host, DateTimeOffset now) =>
        transaction.PauseOf(host, fleet.Current.EarlierNow(now)) is { Drill: true } ? places with { Paused = Drills.End(transaction, host, now, running.Instance).Marks } : places;

    private static Hold Raised(DateTimeOffset now) =>
        new() { Reason = Reason.FiresWhileUp, Facts = "another hand raised it while this alert fires; it is not fought", Since = now, SeenAt = now };

    private static Hold HoldFor(Verdict verdict, DateTimeOffset now) => new()
    {
        Reason = verdict.Reason,
        Facts = Excerpt.Cut(verdict.Facts, Hold.MaxFactsLength),
        Since = now,
        SeenAt = now,
        NextAt = verdict.Reason is Reason.Foreign ? null : now + BetweenRetries,
    };
}
