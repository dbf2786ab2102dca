using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Power;

namespace NovaFence.Core.Hosts;

/// <summary>
/// The one place for a host's life: every transition there is, and what a record wants. Pure.
/// <c>clear → forcing_down → down → releasing → (awaiting_restart | awaiting_heartbeat) → clear</c>.
/// </summary>
internal static partial class HostStateMachine
{
    /// <summary>The first wait after Nova refused or did not answer; each further one is twice as long, up to <see cref="LongestBackOff"/>.</summary>
    internal static readonly TimeSpan ShortestBackOff = TimeSpan.FromSeconds(5);

    /// <summary>The longest wait between two tries.</summary>
    internal static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(1);

    /// <summary>The record after this has happened to it. A record is never left clear with an accepted alert that fires and is not held.</summary>
    internal static HostRecord Next(HostRecord record, HostInput input, DateTimeOffset now) => input switch
    {
        HostInput.AlertTaken taken => Taken(record, taken.Entry),
        HostInput.OrderedDown ordered => record with { Word = ordered.Word, Owner = HostOwner.Operator, Failures = 0, RetryAt = null, RaisedAt = null, ReleaseSince = null, Heartbeat = null, ReleaseLacks = null, ReleaseLacksFor = null },
        HostInput.OrderedUp ordered => OrderedUp(record, ordered.Word, now),
        HostInput.IntendedDown intended => Intended(record, intended.Attempt, intended.ServiceId, now) with
        {
            State = HostState.ForcingDown,
            Before = intended.Before,
            AfterDown = null,
            ContradictedAt = null,
            ReleaseSince = null,
            Heartbeat = null,
            ReleaseLacks = null,
            ReleaseLacksFor = null,
            RaisedAt = null,
        },
        HostInput.SwitchingOff switching when record.Attempt is { SwitchesOff: true } =>
            record with { SwitchedOff = switching.Sent, Reads = (record.Reads ?? HostReads.None).WithSwitchedOff(switching.Sent.At) },
        HostInput.SwitchOffEnded ended when record.Attempt is { SwitchesOff: true } => SwitchOffEnded(record, ended.Sent, ended.Error, now),
        HostInput.IntendedUp intended => Intended(record, intended.Attempt, intended.ServiceId, now) with { State = HostState.Releasing, ReleaseLacks = null, ReleaseLacksFor = null },
        HostInput.Confirmed confirmed when record.Attempt is { Down: true } => Ended(record, confirmed.RequestId) with
        {
            State = HostState.Down,
            ConfirmedAt = now,
            DownSince = record.DownSince ?? now,
            Word = record.Word is { Down: true, DoneAt: null } word ? word with { DoneAt = now, Asks = null } : record.Word,
        },
        HostInput.Confirmed confirmed when record.Attempt is { Down: false } => Released(Ended(record, confirmed.RequestId) with { ConfirmedAt = now }, now),
        HostInput.Failed failed when record.Attempt is { } attempt => Ended(record, failed.RequestId) with
        {
            LastError = failed.Error,
            Failures = record.Failures + 1,
            RetryAt = now + BackOff(record.Failures),
            DownMayArriveUntil = attempt.Down ? failed.MayArriveUntil ?? record.DownMayArriveUntil : record.DownMayArriveUntil,
            DownSentBy = attempt.Down && failed.MayArriveUntil is not null ? failed.By : record.DownSentBy,
            UpMayArriveUntil = attempt.Down ? record.UpMayArriveUntil : failed.MayArriveUntil ?? record.UpMayArriveUntil,
        },
        HostInput.NotSent when record.Attempt is { SwitchesOff: true } => SwitchOffEnded(record, null, null, now),
        HostInput.NotSent when record.Attempt is { } attempt => NotSent(record, attempt, now),
        HostInput.RestartAwaited awaited when record.Attempt is not null => Ended(record, null) with
        {
            State = HostState.AwaitingRestart,
            LastError = awaited.Error,
            Failures = record.Failures + 1,
            RetryAt = now + LongestBackOff,
        },
        HostInput.NoService => Released(Ended(record, null), now),
        // Whether it was sent, the record says since before that.
        HostInput.LeaseEnded when record.Attempt is { SwitchesOff: true } off => SwitchOffEnded(record, record.SwitchedOff?.Attempt == off.Id ? record.SwitchedOff : null, null, now),
        HostInput.LeaseEnded ended when record.Attempt is { } lost => record with
        {
            Attempt = null,
            LastAttempt = lost.Id,
            RetryAt = now,
            DownMayArriveUntil = lost.Down ? ended.MayArriveUntil : record.DownMayArriveUntil,
            DownSentBy = lost.Down ? lost.By : record.DownSentBy,
            UpMayArriveUntil = lost.Down ? record.UpMayArriveUntil : ended.MayArriveUntil,
        },
        HostInput.SeenDown seen => record with
        {
            State = HostState.Down,
            Before = seen.IsOurs ? record.Before ?? SeenBefore.Unknown : SeenBefore.Unknown,
            Owner = record.Owner == HostOwner.None ? HostOwner.Alert : record.Owner,
            ConfirmedAt = seen.LookedAt,
            DownSince = record.DownSince ?? now,
            // What was seen may be an earlier PUT's work: the one in doubt may still arrive, also after a later unset.
            DownMayArriveUntil = record.DownMayArriveUntil > seen.LookedAt ? record.DownMayArriveUntil : null,
            DownSentBy = record.DownMayArriveUntil > seen.LookedAt ? record.DownSentBy : null,
            Failures = 0,
            RetryAt = null,
            LastError = null,
            Word = record.Word is { Down: true, DoneAt: null } word ? word with { DoneAt = now, Asks = null } : record.Word,
        },
        HostInput.RaisedByLateUnset late => record with
        {
            State = HostState.ForcingDown,
            // There may have been several: the last of them may still arrive.
            UpMayArriveUntil = record.UpMayArriveUntil > late.LookedAt ? record.UpMayArriveUntil : null,
            RetryAt = now,
        },
        HostInput.RaisedByAnother raised => Raised(record, raised.Hold, now),
        HostInput.SeenUp seen => Released(record with { ConfirmedAt = seen.LookedAt }, now),
        HostInput.Agreed agreed => Agreed(record, agreed.LookedAt),
        HostInput.Withdrawn withdrawn => Withdrawn(record, withdrawn.Hold, now),
        HostInput.HealthAwaited when record.State is HostState.Down or HostState.Releasing or HostState.AwaitingRestart => record with
        {
            State = HostState.AwaitingHeartbeat,
            ReleaseSince = record.ReleaseSince ?? now,
        },
        _ => record,
    };

    /// <summary>The record of a host that nobody holds down any more.</summary>
    internal static HostRecord Cleared(HostRecord record) => record with
    {
        State = HostState.Clear,
        Owner = HostOwner.None,
        // As long as a PUT may still arrive, what its intent saw, and was to write, is needed to tell whose work it is.
        Before = record.DownMayArriveUntil is null ? null : record.Before,
        Disabled = record.DownMayArriveUntil is not null && record.Disabled,
        Word = null,
        Route = null,
        Evidence = null,
        DownSince = null,
        RetryAt = null,
        Failures = 0,
        ReleaseSince = null,
        Heartbeat = null,
        ReleaseLacks = null,
        ReleaseLacksFor = null,
        AfterDown = null,
        ContradictedAt = null,
        ProvenOffAt = null,
        PoweredOnAt = null,
        ForgottenRoutes = [],
        HasLostAlerts = false,
        HasLostEcho = false,
        // Alerts that ended no longer say how a later force-down is to be released.
        Alerts = [.. record.Alerts.Select(alert => alert.IsOpen ? alert : alert with { Accepted = false, EndedBlind = false })],
    };

    private static HostRecord Taken(HostRecord record, AlertEntry entry)
    {
        var taken = record.With(entry);
        // What fires again, or perhaps does, stops a release at once.
        return taken.State is HostState.AwaitingHeartbeat or HostState.AwaitingRestart && taken.Word is null && entry.KeepsDown
            ? taken with { State = HostState.Down, ReleaseSince = null, Heartbeat = null, ReleaseLacks = null, ReleaseLacksFor = null, RetryAt = null, Failures = 0 }
            : taken;
    }

    private static HostRecord OrderedUp(HostRecord record, OperatorWord word, DateTimeOffset now) => record with
    {
        Word = word,
        Owner = HostOwner.None,
        OverruledAt = now,
        Failures = 0,
        RetryAt = null,
        RaisedAt = null,
        Alerts =
        [
            .. record.Alerts.Select(alert => alert.IsOpen
                ? (AlertEntry)alert.Overruled(now) with { Accepted = false, Held = Overruled(now) }
                : (AlertEntry)alert.Overruled(now)),
        ],
    };

    /// <summary>The hold of an alert whose period an operator overruled then.</summary>
    internal static Hold Overruled(DateTimeOffset now) =>
        new() { Reason = Reason.Overruled, Facts = FormattableString.Invariant($"an operator unset the host at {now:u}, while this alert fired"), Since = now, SeenAt = now };

    private static HostRecord Intended(HostRecord record, Attempt attempt, string? serviceId, DateTimeOffset now) => record with
    {
        Attempt = attempt,
        ServiceId = serviceId ?? record.ServiceId,
        IntentAt = now,
        RetryAt = null,
        Disabled = record.Disabled || attempt.Status == Cloud.StatusChange.Disable,
    };

    private static HostRecord Ended(HostRecord record, string? requestId) => record with
    {
        Attempt = null,
        LastAttempt = record.Attempt?.Id ?? record.LastAttempt,
        RequestId = requestId ?? record.RequestId,
        LastError = null,
        Failures = 0,
        RetryAt = null,
    };

    /// <summary>Nova is as the record says: what could have arrived by then did not, or is seen. Of a record that is clear nothing is in doubt any more.</summary>
    private static HostRecord Agreed(HostRecord record, DateTimeOffset lookedAt)
    {
        var agreed = record with { UpMayArriveUntil = record.UpMayArriveUntil <= lookedAt ? null : record.UpMayArriveUntil };
        if (record.DownMayArriveUntil <= lookedAt)
            agreed = agreed with { DownMayArriveUntil = null, DownSentBy = null };
        return agreed is { State: HostState.Clear, DownMayArriveUntil: null } ? agreed with { Before = null, Disabled = false } : agreed;
    }

    private static HostRecord NotSent(HostRecord record, Attempt attempt, DateTimeOffset now)
    {
        var ended = record with { Attempt = null, LastAttempt = attempt.Id, RetryAt = now + ShortestBackOff };
        // It is as it was, unless an unset that was sent earlier may have arrived: then it is forced down again to be sure.
        return !attempt.Down && record is { DownSince: not null, UpMayArriveUntil: null } ? ended with { State = HostState.Down } : ended;
    }

    /// <summary>Nothing was sent to Nova. Where nothing was sent to the BMC either, a force-down that comes counts as anew.</summary>
    private static HostRecord SwitchOffEnded(HostRecord record, PowerOffSent? sent, string? error, DateTimeOffset now) => Ended(record, null) with
    {
        SwitchedOff = sent,
        Before = sent is { Refused: false } ? record.Before : null,
        LastError = error,
        RetryAt = now,
    };

    /// <summary>Nova has it up: nobody holds it, unless an alert was accepted meanwhile. Then it is to be forced down anew, which the next look decides.</summary>
    private static HostRecord Released(HostRecord record, DateTimeOffset now)
    {
        var word = record.Word is { Down: false } ? null : record.Word;
        // What is pending is decided anew when its window ends, and takes nothing down before.
        var released = record with { Word = word, DownSince = null, Alerts = [.. record.Alerts.Select(alert => alert is { Status: AlertStatus.Pending, Accepted: true } ? alert with { Accepted = false } : alert)] };
        return released.IsWantedDown
            ? released with { State = HostState.ForcingDown, Owner = word is { Down: true } ? HostOwner.Operator : HostOwner.Alert, RetryAt = now, Before = null, Disabled = false, ReleaseSince = null, Heartbeat = null }
            : Cleared(released);
    }

    private static HostRecord Raised(HostRecord record, Hold hold, DateTimeOffset now)
    {
        return WithHeld(ClearedButForAWord(record, now) with { UpMayArriveUntil = null }, hold);
    }

    /// <summary>
    /// An operator's word that was done, and undone by another hand, is told, and neither forgotten nor fought; nor by a later intent that comes to nothing. One that Nova
    /// has not done stands: it is sent, or asks again.
    /// </summary>
    private static HostRecord ClearedButForAWord(HostRecord record, DateTimeOffset now) => record.Word switch
    {
        { Down: true, DoneAt: not null } done => Cleared(record) with { Word = done, Owner = HostOwner.Operator, RaisedAt = now },
        { Down: true } standing => Cleared(record) with { State = HostState.ForcingDown, Word = standing, Owner = HostOwner.Operator, RetryAt = now },
        _ => Cleared(record),
    };

    private static HostRecord Withdrawn(HostRecord record, Hold hold, DateTimeOffset now)
    {
        var cleared = ClearedButForAWord(record, now) with { LastAttempt = record.Attempt?.Id ?? record.LastAttempt, Attempt = null };
        return WithHeld(cleared, hold);
    }

    private static HostRecord WithHeld(HostRecord record, Hold hold) => record with
    {
        Alerts = [.. record.Alerts.Select(alert => alert.WantsDown ? alert with { Accepted = false, Held = hold } : alert)],
    };

    private static TimeSpan BackOff(int failures)
    {
        var wait = ShortestBackOff * Math.Pow(2, Math.Min(failures, 10));
        return wait < LongestBackOff ? wait : LongestBackOff;
    }
}
