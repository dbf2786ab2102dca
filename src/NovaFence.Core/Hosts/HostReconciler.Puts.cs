using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Telemetry;

namespace NovaFence.Core.Hosts;

/// <content>Sends one PUT, and measures what came of it.</content>
internal sealed partial class HostReconciler
{
    private async Task<(ForceDownReply Reply, DateTimeOffset? SentAt)> PutAsync(HostJob job, HostStep.Send send, CancellationToken cancellationToken)
    {
        var left = job.Deadline.Left - options.Fencing.OutcomeReserve;
        var limit = left < options.Fencing.PutDeadline ? left : options.Fencing.PutDeadline;
        var isSent = false;
        using var span = Tracing.Step("PUT", job.Host)?.SetTag("novafence.forced_down", send.Attempt.Down);
        try
        {
            var (reply, sentAt) = await _places.WorkAsync(limit, clock, SendWithinAsync, (NotSent, null), cancellationToken);
            span?.SetTag("novafence.reply", reply.Status.ToString()).SetTag("openstack.request_id", reply.RequestId);
            return (reply, sentAt);
        }
        catch (OperationCanceledException)
        {
            // The time may have run out in the look before it: what was not sent cannot arrive, and what is forced down now is another hand's.
            return isSent ? (NotSent with { MayHaveReachedNova = true }, clock.GetUtcNow()) : (NotSent, null);
        }

        async Task<(ForceDownReply Reply, DateTimeOffset? SentAt)> SendWithinAsync(CancellationToken within)
        {
            if (await IsOutOfDateAsync(job, send, within))
                return (NotAsked, null);
            var sentAt = clock.GetUtcNow();
            if (sentAt > send.NotAfter)
                return (NotAsked, null);
            isSent = true;
            running.Send(send.Attempt.Id);
            return (await cloud.SetForcedDownAsync(send.Host, send.Attempt.Down, send.Attempt.Status, within), sentAt);
        }
    }

    /// <summary>Whether the host is, by now, no longer as the intent saw it, or no longer wanted as it says.</summary>
    private async Task<bool> IsOutOfDateAsync(HostJob job, HostStep.Send send, CancellationToken cancellationToken)
    {
        // Nova may have become another one since the look: its hosts bear the same names.
        if (fleet.IsOfAnotherCloud)
            return true;
        // Taken in by the same commit as the intent, or since: the host would be up for the moment until it is forced down again.
        if (!send.Attempt.Down && ledger.Remembered?.ReadableRecord(job.Host) is { } record && record.Word is not { Down: false } && (record.IsWantedDown || record.Alerts.Any(alert => alert.KeepsDown)))
            return true;
        // What nobody could look at when it was decided may have been listed by somebody else since.
        if (job.Look is not { } seen)
            return send.Attempt.Down && fleet.Current.HasSeveral(job.Host);
        if (fleet.IsKept(seen))
            return false;
        // Our machine may have stood still since then: all that it was decided by is as old.
        if (fleet.HasLeaptSince(seen))
        {
            job.Look = null;
            return true;
        }

        if (await fleet.LookAsync(clock.GetUtcNow(), fleet.Patience, cancellationToken) is not { } look)
        {
            // An unset that nobody has asked for by name has time until somebody can look.
            if (send.Attempt.Down || send.Verdict.Reason == Reason.OperatorsWord)
                return false;
            job.Look = null;
            return true;
        }

        var before = seen.Sight(job.Host, options.Cloud.ReportInterval);
        var sighting = look.Sight(job.Host, options.Cloud.ReportInterval);
        job.Look = look;
        return fleet.IsOfAnotherCloud
            || sighting.Kind != before.Kind
            || (send.Attempt.Status != StatusChange.Keep && !sighting.HasStatusOf(before))
            || (send.Attempt.Down && !send.IgnoresContradiction && (sighting.HasJustReported(options.Cloud.ReportInterval) || HasReportedBetween(before, sighting)))
            || (send.IsForAlert && ledger.Remembered is { } rows && decider.IsBeyondTheShare(rows, look, job.Host));
    }

    /// <summary>Whether nova-compute there has reported since the look by which the intent was decided, and Nova says that it is up: whether its host lives is decided anew.</summary>
    private static bool HasReportedBetween(Sighting before, Sighting sighting) => sighting.Service is { State: ServiceState.Up } now && now.UpdatedAt > (before.Service?.UpdatedAt ?? DateTimeOffset.MinValue);

    private static ForceDownReply NotAsked { get; } = new() { Status = ForceDownStatus.NotAsked };

    private static ForceDownReply NotSent { get; } = new() { Status = ForceDownStatus.Unavailable, Message = "the time for this PUT ran out before Nova answered" };

    /// <summary>
    /// Counts and times what Nova has confirmed. What was held before is let through when its reason has passed, and what was forced down again was down already:
    /// neither says how fast NovaFence is.
    /// </summary>
    private void Measure(HostJob job, Verdict verdict, bool isDown)
    {
        var record = job.IsTick ? ledger.Remembered?.ReadableRecord(job.Host) : null;
        if (isDown && verdict.Reason is Reason.HostDown or Reason.OperatorsWord or Reason.Unfinished
            && (job.IsTick ? record is { DownSince: null } ? record.ReceivedAt : null : job.ReceivedAt) is { } receivedAt)
        {
            metrics.ForcedDown(clock.GetUtcNow() - receivedAt);
        }

        if (!job.IsTick)
            return;
        // Whoever delivered it was told that it is recorded, and counted as that.
        var alert = verdict.Reason == Reason.OperatorsWord ? null : record?.Alerts.Where(entry => entry.Accepted).MaxBy(entry => entry.LastSeen);
        metrics.Verdict(alert?.Receiver ?? NovaFenceMetrics.Operator, alert?.Route, verdict);
        Log.Done(logger, job.Host, verdict.Kind, verdict.Text, Tracing.TraceId);
    }
}
