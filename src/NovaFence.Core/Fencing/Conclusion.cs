using NovaFence.Core.Bookkeeping;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Options;

namespace NovaFence.Core.Fencing;

/// <summary>Writes what became of an attempt. Works on a page only, so it may run again.</summary>
internal sealed class Conclusion(NovaFenceOptions options, Intents intents, RunningAttempts running, TimeProvider clock)
{
    /// <summary>What was concluded: the verdict, the record, and the next intent where what is wanted changed meanwhile.</summary>
    internal sealed record Result(Verdict Verdict, FenceRecord? Record, bool MayPass, FenceRecord? Next);

    /// <param name="page">The page.</param>
    /// <param name="attempt">The attempt that ended.</param>
    /// <param name="host">The host it was for.</param>
    /// <param name="planned">The verdict that led to it.</param>
    /// <param name="reply">Nova's answer.</param>
    /// <param name="sentAt">When the PUT was sent; null when it never was.</param>
    /// <param name="nextId">The id of a following attempt, should there be one.</param>
    internal Result Conclude(Page page, Attempt attempt, ComputeHost host, Verdict planned, ForceDownReply reply, DateTimeOffset? sentAt, string nextId)
    {
        var verdict = Read(planned, reply);
        page.MayBeLost();
        var record = page.Record(host.Name);
        if (record?.LastAttempt == attempt.Id)
            return new Result(verdict, record, reply.Status == ForceDownStatus.Unavailable, record.Attempt?.Id == nextId ? record : null);
        var ours = record?.Attempt?.Id == attempt.Id;
        if (ours)
        {
            record = Ended(record!, attempt, host, verdict, reply, sentAt);
            page.Write(record);
            if (!record.IsHeldDown)
                page.Write(page.Reservations.Without(record.Host));
        }

        page.Append(host.Name, Event(attempt, verdict, record, reply, sentAt, ours));
        var next = ours && reply.Status is (ForceDownStatus.Done or ForceDownStatus.NotAsked) ? Next(page, record!, nextId) : null;
        return new Result(verdict, next ?? record, reply.Status == ForceDownStatus.Unavailable, next);
    }

    /// <summary>What is wanted may have changed while the PUT was under way: then the same instance goes on at once.</summary>
    private FenceRecord? Next(Page page, FenceRecord record, string nextId)
    {
        if (record is not { State: FenceState.Clear, IsWantedDown: true })
            return intents.Resume(page, record, nextId);

        // An alert fired again, and was accepted, while the unset was under way. Its place in the budget was never given up.
        var again = record with { State = FenceState.ForcingDown, Owner = FenceOwner.Alert, Route = record.Alerts.First(alert => alert.WantsDown).Route };
        return intents.Resume(page, again, nextId);
    }

    private FenceRecord Ended(FenceRecord record, Attempt attempt, ComputeHost host, Verdict verdict, ForceDownReply reply, DateTimeOffset? sentAt)
    {
        var now = clock.GetUtcNow();
        var ended = record with
        {
            Attempt = null,
            LastAttempt = attempt.Id,
            ServiceId = host.ServiceId ?? record.ServiceId,
            PutSentAt = sentAt ?? record.PutSentAt,
            RequestId = reply.RequestId ?? record.RequestId,
            Reason = verdict.Text,
            LastError = reply.Status is ForceDownStatus.Done or ForceDownStatus.NotAsked ? null : reply.Message,
        };
        if (reply.MayHaveReachedNova)
            ended = ended.WithArrival(attempt.Down, now + options.Fencing.Lease);
        return (reply.Status, attempt.Down) switch
        {
            (ForceDownStatus.Done, true) => ended with { State = FenceState.Down, ConfirmedAt = now, DownSince = record.DownSince ?? now, ClearedElsewhereAt = null, ReleaseSince = null, HeartbeatAt = null, HeartbeatSeenAt = null, Heartbeats = 0 },
            (ForceDownStatus.Done, false) => ended.Cleared() with { ConfirmedAt = now },
            (ForceDownStatus.WaitingForRestart, false) => ended with { State = FenceState.AwaitingRestart },
            (ForceDownStatus.Unavailable, _) => ended,
            // It is as it was, unless an unset sent earlier may have arrived: then it is forced down again to be sure.
            (ForceDownStatus.NotAsked, _) => record is { DownSince: not null, ClearedElsewhereAt: null, UpMayArriveUntil: null } ? ended with { State = FenceState.Down } : ended,
            // What Nova no longer has, it cannot hold down either.
            (ForceDownStatus.UnknownHost, false) => ended.Cleared(),
            // Refused for good. What Nova never confirmed is given back; what it once confirmed stays down.
            (_, true) when record.DownSince is null => Held(ended.Cleared(), verdict),
            (_, true) => ended with { State = FenceState.Down },
            (_, false) => ended,
        };
    }

    private static FenceRecord Held(FenceRecord record, Verdict verdict)
    {
        var hold = verdict.Text.Length > FenceRecord.MaxHoldLength ? verdict.Text[..FenceRecord.MaxHoldLength] : verdict.Text;
        return record with { Alerts = [.. record.Alerts.Select(alert => alert.WantsDown ? alert with { Accepted = false, Hold = hold } : alert)] };
    }

    private static Verdict Read(Verdict planned, ForceDownReply reply)
    {
        var message = reply.Message ?? "";
        return reply.Status switch
        {
            ForceDownStatus.Done => planned,
            // What Nova no longer has is not down.
            ForceDownStatus.UnknownHost when planned.Kind == VerdictKind.Unset => planned with { Facts = $"{planned.Facts}; Nova no longer has this service" },
            ForceDownStatus.UnknownHost => new Verdict(VerdictKind.Failed, Reason.UnknownHost, message),
            ForceDownStatus.NotPermitted => new Verdict(VerdictKind.Failed, Reason.NotPermitted, message),
            ForceDownStatus.WaitingForRestart => new Verdict(VerdictKind.Held, Reason.AwaitingRestart, message),
            ForceDownStatus.NotAsked => new Verdict(VerdictKind.Ignored, Reason.AnotherAlertFires, "one wants the host down since the unset was decided, so it was not sent"),
            ForceDownStatus.Refused => new Verdict(VerdictKind.Failed, Reason.Refused, message),
            _ => new Verdict(VerdictKind.Failed, Reason.NovaUnavailable, message),
        };
    }

    private FenceEvent Event(Attempt attempt, Verdict verdict, FenceRecord? record, ForceDownReply reply, DateTimeOffset? sentAt, bool ours) => new()
    {
        Kind = "outcome",
        At = clock.GetUtcNow(),
        Instance = running.Instance,
        Verdict = verdict.Kind,
        Reason = ours ? verdict.Text : $"{verdict.Text} (too late: another instance had taken over)",
        State = record?.State,
        Attempt = attempt.Id,
        PutSentAt = sentAt,
        RequestId = reply.RequestId,
        Error = reply.Status is ForceDownStatus.Done or ForceDownStatus.NotAsked ? null : reply.Message,
    };
}
