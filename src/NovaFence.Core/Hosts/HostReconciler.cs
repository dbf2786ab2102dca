using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Ledger;
using NovaFence.Core.Options;
using NovaFence.Core.Power;
using NovaFence.Core.Telemetry;

namespace NovaFence.Core.Hosts;

/// <summary>
/// The one way to change a host, whoever asks: look, decide, intent to the ledger, one PUT, outcome to the ledger, until the host is where its record
/// wants it or a hold says why not. Alerts, operators' commands, the audit and everything that waits for a time go through <see cref="ReconcileAsync"/>.
/// </summary>
internal sealed partial class HostReconciler(
    ICloud cloud,
    EvacuationQuestions evacuations,
    IPower bmcs,
    ISamples samples,
    LedgerCache ledger,
    FleetCache fleet,
    HostDecider decider,
    HostSchedule schedule,
    RunningAttempts running,
    DueWorkTimer timer,
    NovaFenceMetrics metrics,
    NovaFenceOptions options,
    TimeProvider clock,
    ILogger<HostReconciler> logger)
{
    /// <summary>Most steps of one job: it ends far earlier, and a defect must not turn for ever.</summary>
    private const int MostSteps = 40;

    /// <summary>PUTs of one job before what is wanted is left to its back-off.</summary>
    private const int MostPuts = 3;

    /// <summary>Between two PUTs of one job, where Nova refused or did not answer the first.</summary>
    private static readonly TimeSpan BetweenPuts = TimeSpan.FromMilliseconds(500);

    private readonly Gate _places = new(options.Fencing.MaxParallelPuts);

    /// <summary>Carries the job out as far as it can be now.</summary>
    internal async Task<HostOutcome> ReconcileAsync(HostJob job, CancellationToken cancellationToken)
    {
        using var trace = Activity.Current is null ? Tracing.Begin("due") : null;
        var isStored = false;
        for (var steps = 0; steps < MostSteps; steps++)
        {
            // Its own look may be the first to show it: what the job is of is the ledger's cloud's, and Nova is another one.
            if (fleet.OtherCloud is { } other)
                return new HostOutcome.Done(Failed(job, Reason.OtherCloud, other), null);
            var attemptId = running.Begin();
            try
            {
                if (await NextAsync(job, attemptId, isStored, cancellationToken) is not { } step)
                    return new HostOutcome.Done(Failed(job, Reason.LedgerUnavailable, "it was not read"), null);
                if (step is HostOutcome outcome)
                    return outcome;
                switch ((HostStep)step)
                {
                    case HostStep.Answer said when await ReadAsync(job, cancellationToken):
                        (job.IsTaken, job.Answered) = (true, said.Verdict);
                        break;
                    case HostStep.Answer answer:
                        return new HostOutcome.Done(answer.Verdict, answer.State);
                    case HostStep.BelongsTo belongs:
                        return new HostOutcome.BelongsTo(belongs.Hosts);
                    case HostStep.GoOn:
                        job.IsTaken = true;
                        break;
                    case HostStep.Look:
                        using (Tracing.Step("looked", job.Host))
                            await LookAsync(job, cancellationToken);
                        break;
                    case HostStep.AskForEvacuations ask:
                        job.Evacuations = await evacuations.InFlightFromAsync(ask.Host, job.Deadline, cancellationToken);
                        job.EvacuationsAt = clock.GetUtcNow();
                        break;
                    case HostStep.Wait wait:
                        job.IsTaken |= job.Alert is not null;
                        try
                        {
                            await running.WhenDoneAsync(wait.AttemptId).WaitAsync(job.Deadline.Left, clock, cancellationToken);
                        }
                        catch (Exception ended) when (ended is OperationCanceledException or TimeoutException)
                        {
                            return job.IsTaken ? new HostOutcome.Done(wait.Meanwhile, wait.State) : new HostOutcome.Done(OutOfTime(job), null);
                        }

                        break;
                    case HostStep.SwitchOff off:
                        return await SwitchOffAsync(job, off);
                    case HostStep.Send send:
                        job.IsTaken = true;
                        job.ToRead = [];
                        if (await SendAsync(job, send, cancellationToken) is { } done)
                            return done;
                        isStored = true;
                        break;
                    default:
                        throw new InvalidOperationException("a step of no known kind");
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return new HostOutcome.Done(OutOfTime(job), null);
            }
            finally
            {
                running.End(attemptId);
                schedule.Note(job.Host);
            }
        }

        Log.TooManySteps(logger, job.Host);
        return new HostOutcome.Done(OutOfTime(job), null);
    }

    /// <summary>What was recorded and not finished in time is finished later; what was not recorded has to be delivered again.</summary>
    private static Verdict OutOfTime(HostJob job) => job.IsTaken
        ? new Verdict(VerdictKind.Recorded, Reason.Unfinished, "there was no time left to finish it; it is finished later")
        : Failed(job, Reason.OutOfTime, "there was no time left to record it");

    private static Verdict Failed(HostJob job, Reason reason, string facts) => job switch
    {
        { IsTaken: true } => new Verdict(VerdictKind.Recorded, reason, $"{facts}; what was recorded is finished later"),
        { Command: not null, MayBeStored: true } => new Verdict(VerdictKind.Failed, reason, $"{facts}. It may be in the ledger all the same, and is carried out then: see with novafence hosts before you do anything else"),
        _ => new Verdict(VerdictKind.Failed, reason, facts),
    };

    /// <summary>
    /// The next step. It is planned on the rows in memory first: where somebody has to look, nothing is written and the ledger need not be asked. Null never;
    /// a <see cref="HostOutcome"/> where the ledger did not answer.
    /// </summary>
    /// <param name="job">The job.</param>
    /// <param name="attemptId">The attempt that may be begun.</param>
    /// <param name="isStored">Whether the job has stored the outcome of a PUT.</param>
    /// <param name="cancellationToken">The caller's.</param>
    private async Task<object?> NextAsync(HostJob job, string attemptId, bool isStored, CancellationToken cancellationToken)
    {
        if (ledger.Remembered is { } remembered)
        {
            var scratch = remembered.Next();
            var planned = Planned(scratch, job, attemptId);
            if (planned is HostStep.Look or HostStep.AskForEvacuations)
                return planned;
            // What waits and has nothing to write costs no read of the ledger, unless it waits for a pause to end, which another instance may have ended; nor does the
            // answer that what was to be done is done, which this job has just stored.
            if (planned is HostStep.Answer answer && scratch.Writes.Count == 0 && scratch.Events.Count == 0
                && (job.IsTick ? scratch.PauseOf(job.Host, fleet.Current.EarlierNow(clock.GetUtcNow())) is null : isStored && answer.Verdict.Kind is VerdictKind.ForceDown or VerdictKind.Unset))
            {
                return planned;
            }
        }

        using var recorded = Tracing.Step("recorded", job.Host);
        HostStep? begun = null;
        IReadOnlyList<string> written = [];
        job.MayBeStored = true;
        var decided = ledger.ChangeAsync(
            transaction =>
            {
                // The store's answer to this very intent was lost, and the commit, sent once more, met its own work (CommitResult.Conflict). Decided anew,
                // the intent would wait for itself until the sender's time ran out.
                if (begun is { } stored && transaction.Record(job.Host)?.Attempt?.Id == attemptId)
                    return stored;
                using var decision = recorded is null ? null : Tracing.Step("decided", job.Host, recorded.Context);
                var step = decider.Decide(transaction, job, attemptId);
                begun = step is HostStep.Send or HostStep.SwitchOff ? step : null;
                written = [.. transaction.WrittenHosts()];
                return step;
            },
            cancellationToken);
        // A ledger that hangs must not cost the sender its answer: an intent that is stored later is not carried out by this job any more, and the lease's
        // end brings it back. A sender's and an operator's time is in the token; what nobody waits for ends by its deadline, or an audit would outlast its claim.
        LedgerResult<HostStep> result;
        try
        {
            result = await (job.IsTick ? decided.WaitAsync(Longer(job.Deadline.Left, options.Fencing.OutcomeReserve), clock, cancellationToken) : decided.WaitAsync(cancellationToken));
        }
        catch (TimeoutException)
        {
            result = new LedgerResult<HostStep>.Unavailable("the ledger did not answer in time");
        }

        job.MayBeStored = result is not LedgerResult<HostStep>.Ok;
        // A merge writes other hosts' records too, and they may wait for a time since.
        foreach (var host in written)
            schedule.Note(host);
        recorded?.DisplayName = result is LedgerResult<HostStep>.Ok { Value: HostStep.Send or HostStep.SwitchOff } ? "intent" : "recorded";
        return result switch
        {
            LedgerResult<HostStep>.Ok { Value: var step } => step,
            LedgerResult<HostStep>.Unavailable unavailable => new HostOutcome.Done(
                Failed(job, cancellationToken.IsCancellationRequested ? Reason.OutOfTime : Reason.LedgerUnavailable, unavailable.Why), null),
            _ => throw new InvalidOperationException("a result of no known kind"),
        };
    }

    /// <summary>The step by the rows in memory. What cannot be read there the ledger's change says.</summary>
    private HostStep? Planned(LedgerTransaction scratch, HostJob job, string attemptId)
    {
        try
        {
            return decider.Decide(scratch, job, attemptId);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <summary>Looks, within a third of what is left until an answer has to be given.</summary>
    private async Task LookAsync(HostJob job, CancellationToken cancellationToken)
    {
        var notBefore = job.Look is { } before && before.BeganAt >= job.ReceivedAt ? clock.GetUtcNow() : job.ReceivedAt;
        job.Looks++;
        job.LookedAfter = job.Decided;
        var third = job.Deadline.Left / 3;
        var look = await fleet.LookAsync(notBefore, fleet.Patience < third ? fleet.Patience : third, cancellationToken);
        if (look is null)
        {
            // An older one says nothing of what has happened since.
            job.Look = null;
            job.FailedLooks++;
            return;
        }

        job.Look = look;
        job.FailedLooks = look.Sight(job.Host, options.Cloud.ReportInterval).Kind == SightingKind.CellDown ? job.FailedLooks + 1 : 0;
    }

    /// <summary>Sends the PUT of a written intent and writes the outcome. The job's outcome, where it ends with that; null where it goes on.</summary>
    private async Task<HostOutcome?> SendAsync(HostJob job, HostStep.Send send, CancellationToken cancellationToken)
    {
        job.Puts++;
        var (reply, sentAt) = await PutAsync(job, send, cancellationToken);
        job.Evacuations = null;
        var outcome = decider.OutcomeOf(send, reply, sentAt);
        if (reply.Status == ForceDownStatus.Done)
            Measure(job, outcome.Verdict, send.Attempt.Down);
        using var written = Tracing.Step("outcome", job.Host);
        running.Answer(outcome);
        // The outcome is written however little time is left: Nova may have been told. Only the waiting for it ends.
        var writing = ledger.ChangeAsync(transaction => decider.Write(transaction, send.Host.Name, outcome), CancellationToken.None);
        HostRecord? record;
        try
        {
            switch (await writing.WaitAsync(job.Deadline.Left, clock, CancellationToken.None))
            {
                case LedgerResult<HostRecord?>.Ok { Value: var kept }:
                    running.Settle(send.Attempt.Id);
                    record = kept;
                    break;
                case LedgerResult<HostRecord?>.Unavailable unavailable:
                    return new HostOutcome.Done(new Verdict(VerdictKind.Recorded, Reason.LedgerUnavailable, $"the intent is recorded, its outcome is not: {unavailable.Why}"), null);
                default:
                    throw new InvalidOperationException("a result of no known kind");
            }
        }
        catch (TimeoutException)
        {
            return new HostOutcome.Done(new Verdict(VerdictKind.Recorded, Reason.LedgerUnavailable, "the intent is recorded, its outcome is not: the ledger did not answer in time"), null);
        }

        if (reply.Status is ForceDownStatus.Done or ForceDownStatus.NotAsked)
            return null;
        if (HostDecider.HasNoService(send, reply))
            return new HostOutcome.Done(outcome.Verdict, record?.State);
        Log.Refused(logger, job.Host, send.Attempt.Down, reply.Status, reply.Message ?? "");
        if (reply.Status == ForceDownStatus.WaitingForRestart)
            return new HostOutcome.Done(outcome.Verdict, record?.State);
        if (job.IsTick || job.Puts >= MostPuts || job.Deadline.Left < BetweenPuts + options.Fencing.OutcomeReserve + fleet.Patience)
            return new HostOutcome.Done(outcome.Verdict, record?.State);
        await Task.Delay(BetweenPuts, clock, cancellationToken);
        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(1010, LogLevel.Warning, "{Host}: the PUT (forced_down {Down}) ended with {Status}: {Message}")]
        internal static partial void Refused(ILogger logger, string host, bool down, ForceDownStatus status, string message);

        [LoggerMessage(1012, LogLevel.Information, "{Host} {Verdict}, {Reason}; done by the timer or the audit, trace {TraceId}")]
        internal static partial void Done(ILogger logger, string host, VerdictKind verdict, string reason, string traceId);

        [LoggerMessage(1014, LogLevel.Warning, "{Host}: {Verdict}")]
        internal static partial void SwitchedOff(ILogger logger, string host, string verdict);

        [LoggerMessage(1013, LogLevel.Error, "{Host}: what its route's evidence asks for could not be read")]
        internal static partial void NotRead(ILogger logger, string host, Exception defect);

        [LoggerMessage(1011, LogLevel.Error, "{Host}: its work did not come to an end")]
        internal static partial void TooManySteps(ILogger logger, string host);
    }
}
