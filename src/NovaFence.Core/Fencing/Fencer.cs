using Microsoft.Extensions.Logging;
using NovaFence.Core.Alerts;
using NovaFence.Core.Bookkeeping;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Options;
using NovaFence.Core.Routing;

namespace NovaFence.Core.Fencing;

/// <inheritdoc />
internal sealed partial class Fencer(
    NovaFenceOptions options,
    Book book,
    FleetRegistry fleet,
    RouteTable routes,
    Intake intake,
    OperatorIntake operators,
    Performer performer,
    RunningAttempts running,
    TimeProvider clock,
    ILogger<Fencer> logger) : IFencer
{
    /// <inheritdoc />
    public async Task<DeliveryOutcome> DeliverAsync(IReadOnlyList<AlertEvent> alerts, TimeSpan answerWithin, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(answerWithin, clock);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        // Side by side: the intents go to the ledger together, and the performer bounds how many PUTs are under way.
        var outcomes = await Task.WhenAll(alerts.Select(alert => TakeAsync(alert, Deadline.In(answerWithin, clock), deadline.Token)));
        return new DeliveryOutcome(outcomes);
    }

    /// <inheritdoc />
    public async Task<bool> WarnAsync(string receiver, string warning, CancellationToken cancellationToken)
    {
        Log.Warned(logger, receiver, warning);
        var happened = new FenceEvent { Kind = "warning", At = clock.GetUtcNow(), Instance = running.Instance, Verdict = VerdictKind.Ignored, Reason = $"{receiver}: {warning}" };
        var written = await book.ChangeAsync(
            page =>
            {
                page.MayBeLost();
                page.Append(FenceEvent.NoHost, happened);
                return true;
            },
            cancellationToken);
        return written is BookResult<bool>.Done;
    }

    /// <inheritdoc />
    public async Task<Outcome> CommandAsync(OperatorCommand command, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var known = await fleet.GetAsync(cancellationToken);
        var resolution = OperatorIntake.Resolve(command.Host, known);
        if (resolution is not HostResolution.Found)
            resolution = OperatorIntake.Resolve(command.Host, await fleet.ListAgainAsync(known.ListedAt, cancellationToken));
        var outcome = await DriveAsync(
            (page, attemptId) => operators.Take(page, command, resolution, attemptId),
            new Outcome { Host = command.Host, Verdict = VerdictKind.Failed, Reason = "" },
            Deadline.In(options.Fencing.PutDeadline + options.Fencing.OutcomeReserve, clock),
            cancellationToken);
        Log.Commanded(logger, outcome.Host, outcome.Verdict, outcome.Reason, command.By);
        return outcome with { Elapsed = clock.GetElapsedTime(started) };
    }

    /// <summary>Carries on with a host whose record is not where it is wanted; null when there was nothing to do.</summary>
    internal async Task<Outcome?> FinishAsync(string host, CancellationToken cancellationToken)
    {
        var outcome = await DriveAsync(
            (page, attemptId) => operators.Finish(page, host, attemptId),
            new Outcome { Host = host, Verdict = VerdictKind.Failed, Reason = "" },
            Deadline.In(options.Fencing.PutDeadline + options.Fencing.OutcomeReserve, clock),
            cancellationToken);
        return outcome.Reason.Length == 0 ? null : outcome;
    }

    /// <summary>Unsets a host that was waiting for nova-compute; null when there was nothing to do, or something is missing after all.</summary>
    internal async Task<Outcome?> ReleaseAsync(string host, Func<FenceRecord, string?> missing, CancellationToken cancellationToken)
    {
        var outcome = await DriveAsync(
            (page, attemptId) => operators.Release(page, host, missing, attemptId),
            new Outcome { Host = host, Verdict = VerdictKind.Failed, Reason = "" },
            Deadline.In(options.Fencing.PutDeadline + options.Fencing.OutcomeReserve, clock),
            cancellationToken);
        return outcome.Reason.Length == 0 ? null : outcome;
    }

    /// <summary>Forces down again what somebody unset; null when there was nothing to do, or something stands against it.</summary>
    internal async Task<Outcome?> ReassertAsync(string host, Func<FenceRecord, bool> isDue, CancellationToken cancellationToken)
    {
        var outcome = await DriveAsync(
            (page, attemptId) => operators.Reassert(page, host, isDue, attemptId),
            new Outcome { Host = host, Verdict = VerdictKind.Failed, Reason = "" },
            Deadline.In(options.Fencing.PutDeadline + options.Fencing.OutcomeReserve, clock),
            cancellationToken);
        return outcome.Reason.Length == 0 ? null : outcome;
    }

    private async Task<Outcome> TakeAsync(AlertEvent alert, Deadline deadline, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var nothing = new Outcome { Fingerprint = alert.Fingerprint, Verdict = VerdictKind.Failed, Reason = "" };
        Outcome outcome;
        try
        {
            outcome = await ResolveAsync(alert, cancellationToken) is { } resolution
                ? await DriveAsync((page, attemptId) => intake.Take(page, alert, resolution, attemptId), nothing, deadline, cancellationToken)
                : Failed(nothing, Reason.NovaUnavailable, "the compute hosts could not be listed, so the alert's host could not be looked up");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            outcome = Failed(nothing, Reason.OutOfTime, "the sender's patience ran out");
        }

        outcome = outcome with { Elapsed = clock.GetElapsedTime(started) };
        Log.Taken(logger, alert.Receiver, alert.Fingerprint, alert.Status, outcome.Host, outcome.Verdict, outcome.Reason, outcome.State, outcome.Elapsed.TotalMilliseconds);
        return outcome;
    }

    /// <summary>
    /// The fleet in memory answers, but before a host is refused, or taken for somebody else's, Nova is asked once more. Null when it had to be
    /// asked and did not answer: what is not known must not be taken for what is not there.
    /// </summary>
    private async Task<HostResolution?> ResolveAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        var known = await fleet.GetAsync(cancellationToken);
        var resolution = HostResolver.Resolve(alert, options.Hosts.EffectiveLabels, known);
        var doubtful = resolution switch
        {
            HostResolution.Unknown { Name: not null } => alert.Status == AlertStatus.Firing && routes.Find(alert) is not null,
            HostResolution.Found found => alert.Status == AlertStatus.Firing && known.WasForcedDown(found.Host.Name) && !(book.Remembered?.Record(found.Host.Name)?.ConfirmedAt >= known.ListedAt),
            _ => false,
        };
        if (!doubtful)
            return known.Size > 0 || routes.Find(alert) is null || HasRecord(resolution) ? resolution : null;

        var listed = await fleet.ListAgainAsync(known.ListedAt, cancellationToken);
        var resolved = HostResolver.Resolve(alert, options.Hosts.EffectiveLabels, listed);
        return resolved is HostResolution.Unknown && !fleet.IsRecent(listed) && alert.Status == AlertStatus.Firing && routes.Find(alert) is not null ? null : resolved;
    }

    /// <summary>Whether the ledger, where Nova did not say which hosts there are, knows this one.</summary>
    private bool HasRecord(HostResolution resolution) => resolution is HostResolution.Unknown { Name: { } name } && book.Remembered?.Record(name) is not null;

    /// <summary>Intent, PUT, outcome, and again where what is wanted changed meanwhile.</summary>
    private async Task<Outcome> DriveAsync(Func<Page, string, Step> take, Outcome nothing, Deadline deadline, CancellationToken cancellationToken)
    {
        while (true)
        {
            var attemptId = running.Begin();
            try
            {
                Step.Perform? begun = null;
                var taken = await book.ChangeAsync(
                    page =>
                    {
                        // The store's answer to this very intent was lost, and the commit, sent once more, met its own work
                        // (CommitResult.Conflict). Decided anew, the intent would wait for itself until the patience ran out.
                        if (begun is { } stored && page.Record(stored.Host.Name)?.Attempt?.Id == attemptId)
                            return stored;
                        var step = take(page, attemptId);
                        begun = step as Step.Perform;
                        return step;
                    },
                    // A ledger that hangs must not cost the sender its answer: an intent that is stored later is not ours to carry out any
                    // more, and the repeat or the audit takes it over.
                    cancellationToken).WaitAsync(cancellationToken);
                if (taken is BookResult<Step>.Unavailable unavailable)
                    return Failed(nothing, cancellationToken.IsCancellationRequested ? Reason.OutOfTime : Reason.LedgerUnavailable, unavailable.Why);

                switch (((BookResult<Step>.Done)taken).Value)
                {
                    case Step.Answer answer:
                        return answer.Outcome;
                    case Step.Perform perform:
                        return await performer.PerformAsync(perform, deadline, cancellationToken);
                    case Step.Wait wait:
                        try
                        {
                            await running.WhenDoneAsync(wait.AttemptId).WaitAsync(cancellationToken);
                        }
                        catch (OperationCanceledException)
                        {
                            return wait.Meanwhile;
                        }

                        break;
                    default:
                        throw new InvalidOperationException("a step of no known kind");
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return Failed(nothing, Reason.OutOfTime, "the sender's patience ran out");
            }
            finally
            {
                running.End(attemptId);
            }
        }
    }

    private static Outcome Failed(Outcome nothing, Reason reason, string facts) =>
        nothing with { Verdict = VerdictKind.Failed, Reason = new Verdict(VerdictKind.Failed, reason, facts).Text, MayPass = true };

    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Information, "{Receiver} alert {Fingerprint} {Status}: {Host} {Verdict}, {Reason}; state {State}, {ElapsedMs:F1} ms")]
        internal static partial void Taken(
            ILogger logger, string receiver, string fingerprint, AlertStatus status, string? host, VerdictKind verdict, string reason, FenceState? state, double elapsedMs);

        [LoggerMessage(1003, LogLevel.Warning, "A delivery of {Receiver} worries: {Warning}")]
        internal static partial void Warned(ILogger logger, string receiver, string warning);

        [LoggerMessage(1002, LogLevel.Information, "Operator's command for {Host}: {Verdict}, {Reason} (by {By})")]
        internal static partial void Commanded(ILogger logger, string? host, VerdictKind verdict, string reason, string by);
    }
}
