using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Ledger;

namespace NovaFence.Core.Hosts;

/// <content>What came of an attempt, and how it is written down.</content>
internal sealed partial class HostDecider
{
    /// <summary>What Nova's reply makes of the attempt.</summary>
    internal AttemptOutcome OutcomeOf(HostStep.Send send, ForceDownReply reply, DateTimeOffset? sentAt) => new(send.Attempt.Id, InputOf(send, reply), VerdictOf(send, reply))
    {
        At = clock.GetUtcNow(),
        SentAt = sentAt,
        RequestId = reply.RequestId,
        Error = reply.Status is ForceDownStatus.Done or ForceDownStatus.NotAsked ? null : reply.Message,
    };

    /// <summary>What has come of the job, now that nothing more is to be done about it for the moment.</summary>
    internal static Verdict Came(HostJob job, HostRecord record, Verdict? why) => job.Planned switch
    {
        null => job.Answered ?? why ?? new Verdict(VerdictKind.Ignored, Reason.Unfinished, "nothing was to be done"),
        { Kind: VerdictKind.ForceDown } planned when record.IsDown => planned,
        { Kind: VerdictKind.Unset } planned when !record.IsHeldDown => planned,
        // One that made room in a full record meanwhile holds nothing down, whatever another did.
        { Reason: var reason } when IsOnItsWay(reason) && record.IsDown && (job.Alert is not { } own || record.Find(own.Receiver, own.Fingerprint) is not null) =>
            new Verdict(VerdictKind.ForceDown, Reason.HostDown, $"evidence {record.Evidence}"),
        { Reason: var reason } when IsOnItsWay(reason) && job.Alert is { } alert && record.Find(alert.Receiver, alert.Fingerprint) is { IsHeld: true, Held: { } now } held =>
            new Verdict(VerdictKind.Held, now.Reason, now.Facts) { NamedBy = held.NamedBy },
        { Kind: VerdictKind.ForceDown } when HeldOf(job, record) is { Held: { } hold } held => new Verdict(VerdictKind.Held, hold.Reason, hold.Facts) { NamedBy = held.NamedBy },
        { Kind: VerdictKind.ForceDown or VerdictKind.Unset } => (why ?? new Verdict(VerdictKind.Recorded, Reason.Unfinished, "it is tried again")) with { Kind = VerdictKind.Recorded },
        var planned => planned,
    };

    /// <summary>What holds the job's own alert; where nothing does, or it is of no alert, what holds another of the host's.</summary>
    private static AlertEntry? HeldOf(HostJob job, HostRecord record) =>
        job.Alert is { } alert && record.Find(alert.Receiver, alert.Fingerprint) is { IsHeld: true } own ? own : NearestHold.Among(record.Alerts);

    /// <summary>What there is to do while an attempt is under way.</summary>
    private HostStep WhileBusy(LedgerTransaction transaction, HostJob job, HostRecord record)
    {
        // What was read is a fact all the same: what the attempt rests on may be void by it, should it have to be made once more.
        if (job.Reading is not null)
        {
            transaction.MayBeLost();
            transaction.Write(record);
        }

        // This process' timer was first with what the job wants: whoever waits for the job gets to know what becomes of it.
        return !job.IsTick && job.Planned is { Kind: VerdictKind.ForceDown or VerdictKind.Unset } && record.Attempt is { SwitchesOff: false } && record.Attempt.By == running.Instance
            ? new HostStep.Wait(record.Attempt.Id, Came(job, record, null), record.State)
            : new HostStep.Answer(Came(job, record, null), record.State);
    }

    private static Verdict WordOf(HostRecord record, Verdict verdict, DateTimeOffset now) => record.WordToBeSent(now) is { } word
        ? verdict with { Reason = Reason.OperatorsWord, Facts = word.Reason.Length == 0 ? $"by {word.By}" : $"{word.Reason} (by {word.By})" }
        : verdict;

    private static bool IsOnItsWay(Reason reason) => Unread.IsOfPower(reason) || reason == Reason.SwitchingOff;

    /// <summary>Writes what came of an attempt. Works on a transaction only, so it may run again. Returns the record as it is then.</summary>
    internal HostRecord? Write(LedgerTransaction transaction, string host, AttemptOutcome outcome)
    {
        transaction.MayBeLost();
        var record = transaction.Record(host);
        if (record is null || record.LastAttempt == outcome.AttemptId)
            return record;
        if (record.Attempt?.Id == outcome.AttemptId)
            return Ended(transaction, record, outcome);
        var tooLate = outcome.Verdict with { Facts = $"{outcome.Verdict.Facts} (too late: another instance had taken over)" };
        // It turns nothing: where the record stands, whoever wrote it last has said.
        transaction.Append(host, Event(outcome with { Verdict = tooLate }, state: null, clock.GetUtcNow()));
        return record;
    }

    /// <summary>Writes the end of the record's attempt.</summary>
    private HostRecord Ended(LedgerTransaction transaction, HostRecord record, AttemptOutcome outcome)
    {
        var now = clock.GetUtcNow();
        var ended = Step(record, outcome.Came, outcome.At ?? now) with { PutSentAt = outcome.SentAt ?? record.PutSentAt, Reason = outcome.Verdict.Text };
        if (outcome.IsAnswered)
            ended = ended with { Alerts = [.. ended.Alerts.Select(alert => alert.Unanswered ? alert with { Unanswered = false } : alert)] };
        ended = WithItsPlace(transaction, ended);
        transaction.Write(ended);
        transaction.Append(ended.Host, Event(outcome, ended.State, now));
        return ended;
    }

    private DecisionEvent Event(AttemptOutcome outcome, HostState? state, DateTimeOffset now) => Event("outcome", outcome.Verdict, now) with
    {
        State = state,
        Attempt = outcome.AttemptId,
        PutSentAt = outcome.SentAt,
        RequestId = outcome.RequestId,
        Error = outcome.Error,
    };

    private HostInput InputOf(HostStep.Send send, ForceDownReply reply) => reply.Status switch
    {
        ForceDownStatus.Done => new HostInput.Confirmed(reply.RequestId),
        ForceDownStatus.NotAsked => new HostInput.NotSent(),
        ForceDownStatus.WaitingForRestart when !send.Attempt.Down => new HostInput.RestartAwaited(reply.Message),
        _ when HasNoService(send, reply) => new HostInput.NoService(),
        _ => new HostInput.Failed(reply.Message, reply.MayHaveReachedNova ? clock.GetUtcNow() + options.Fencing.Lease : null, running.Instance, reply.RequestId),
    };

    /// <summary>
    /// Whether an operator has unset what Nova no longer has, and cannot hold down either. What the look has just listed, another process of Nova's API may not know
    /// yet: where nobody has said by name that the host is to be up, the next look tells whether it is gone.
    /// </summary>
    internal static bool HasNoService(HostStep.Send send, ForceDownReply reply) =>
        reply.Status == ForceDownStatus.UnknownHost && !send.Attempt.Down && send.Verdict.Reason == Reason.OperatorsWord;

    private static Verdict VerdictOf(HostStep.Send send, ForceDownReply reply)
    {
        var planned = send.Verdict;
        var message = $"{reply.Message}; it is tried again";
        return reply.Status switch
        {
            ForceDownStatus.Done => planned,
            _ when HasNoService(send, reply) => planned with { Facts = $"{planned.Facts}; Nova no longer has this service" },
            ForceDownStatus.UnknownHost => new Verdict(VerdictKind.Recorded, Reason.UnknownHost, message),
            ForceDownStatus.NotPermitted => new Verdict(VerdictKind.Recorded, Reason.NotPermitted, $"{message}. Give this user a role that os_compute_api:os-services:update allows, by default an administrator's"),
            ForceDownStatus.WaitingForRestart => new Verdict(VerdictKind.Recorded, Reason.AwaitingRestart, reply.Message ?? ""),
            ForceDownStatus.NotAsked => new Verdict(VerdictKind.Recorded, Reason.Unfinished, "what was wanted or seen of the host changed before the PUT was sent, so it was not"),
            ForceDownStatus.Refused => new Verdict(VerdictKind.Recorded, Reason.Refused, message),
            _ => new Verdict(VerdictKind.Recorded, Reason.NovaUnavailable, message),
        };
    }
}
