using System.Text.Json;
using Microsoft.Extensions.Logging;
using NovaFence.Core.Alerts;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Ledger;
using NovaFence.Core.Options;
using NovaFence.Core.Telemetry;

namespace NovaFence.Core.Hosts;

/// <inheritdoc />
/// <remarks>Finds whose an alert is, identity before name, and hands each of its hosts to the reconciler.</remarks>
internal sealed partial class Fencer(
    NovaFenceOptions options,
    LedgerCache ledger,
    FleetCache fleet,
    UnwrittenIdentities identities,
    RouteTable routes,
    HostDecider decider,
    HostReconciler reconciler,
    RunningAttempts running,
    NovaFenceMetrics metrics,
    DeliveryLines lines,
    TimeProvider clock,
    ILogger<Fencer> logger) : IFencer
{
    /// <summary>Names of unknown hosts that one line of the log tells.</summary>
    private const int MostNames = 5;

    /// <inheritdoc />
    public async Task<DeliveryOutcome> DeliverAsync(IReadOnlyList<AlertEvent> alerts, TimeSpan answerWithin, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(answerWithin, clock);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var outcomes = new Outcome[alerts.Count];
        var answerBy = Deadline.In(answerWithin, clock);
        if (await fleet.AskTheTimeAsync(CancellationToken.None, answerWithin / 3) is var put && put != TimeSpan.Zero)
            alerts = [.. alerts.Select(alert => alert with { ReceivedAt = alert.ReceivedAt + put })];
        // Different alerts side by side: the intents go to the ledger together, and the reconciler bounds how many PUTs are under way.
        var byAlert = InOrder(alerts);
        await Task.WhenAll(byAlert.Select(async events =>
        {
            // Of one alert the last event counts, so they are taken in their order.
            foreach (var (index, alert) in events)
                outcomes[index] = await TakeAsync(alert, answerBy, deadline.Token);
        }));
        var unknown = outcomes.Where(outcome => outcome.Verdict.Reason == Reason.UnknownHost && outcome.IsNews).ToList();
        if (unknown.Count > 0 && lines.TryTake(alerts[0].Receiver, LogLevel.Warning))
            Log.Unknown(logger, unknown.Count, string.Join(", ", unknown.Select(outcome => outcome.Host ?? "none").Distinct(StringComparer.Ordinal).Take(MostNames)));
        return new DeliveryOutcome(outcomes);
    }

    /// <inheritdoc />
    public async Task<bool> WarnAsync(string receiver, string warning, CancellationToken cancellationToken)
    {
        if (lines.TryTake(receiver, LogLevel.Warning))
            Log.Warned(logger, receiver, warning);
        if (fleet.IsOfAnotherCloud)
            return false;
        var happened = new DecisionEvent { Kind = "warning", At = clock.GetUtcNow(), Instance = running.Instance, Verdict = VerdictKind.Ignored, Reason = $"{receiver}: {warning}" };
        var written = await ledger.ChangeAsync(
            transaction =>
            {
                transaction.MayBeLost();
                transaction.Append(DecisionEvent.NoHost, happened);
                return true;
            },
            cancellationToken);
        return written is LedgerResult<bool>.Ok;
    }

    /// <inheritdoc />
    public async Task<Outcome> CommandAsync(OperatorCommand command, CancellationToken cancellationToken)
    {
        using var trace = Tracing.Begin("command");
        var started = clock.GetTimestamp();
        await fleet.AskTheTimeAsync(cancellationToken);
        var (resolution, isAsked) = await fleet.ResolveAsync(command.Host, cancellationToken);
        resolution = resolution switch
        {
            HostResolution.Unknown { Name: { } name } => await InLedgerAsync(name, _ => true, cancellationToken) ?? resolution,
            // By its exact name a host is meant that Nova lists no longer, and that is still down for NovaFence: not one that is called so for short, or in full.
            HostResolution.Found { IsMet: true, Name: { } name } when !command.ForcedDown => await InLedgerAsync(name, IsStillHeld, cancellationToken) ?? resolution,
            HostResolution.Ambiguous { Name: var name } when !command.ForcedDown => await InLedgerAsync(name, IsStillHeld, cancellationToken) ?? resolution,
            _ => resolution,
        };
        var outcome = resolution switch
        {
            _ when fleet.OtherCloud is { } other => Failed(command.Host, Reason.OtherCloud, other),
            // What could not be asked for is not said to be missing, nor is another host named in its place.
            HostResolution.Unknown when !isAsked || fleet.LastFailure is { NotPermitted: true } => new Outcome { Host = command.Host, Verdict = fleet.Unlisted(VerdictKind.Failed, "whether there is such a host could not be looked up") },
            HostResolution.Unknown unknown => Failed(command.Host, Reason.UnknownHost, $"Nova lists no compute host for it ({unknown.Tried})"),
            HostResolution.Ambiguous ambiguous => Failed(command.Host, Reason.AmbiguousHost, $"{HostResolver.Sentence(ambiguous)}: give the full name"),
            HostResolution.Found found => await CarryOutAsync(command, found.Host, cancellationToken),
            _ => throw new InvalidOperationException("a resolution of no known kind"),
        };
        metrics.Verdict(NovaFenceMetrics.Operator, null, outcome.Verdict);
        Log.Commanded(logger, outcome.Host, outcome.Verdict.Kind, outcome.Verdict.Text, command.By, Tracing.TraceId);
        return outcome with { Elapsed = clock.GetElapsedTime(started) };
    }

    private async Task<Outcome> CarryOutAsync(OperatorCommand command, ComputeHost host, CancellationToken cancellationToken)
    {
        var within = (options.Fencing.PutDeadline * 2) + options.Fencing.OutcomeReserve;
        var job = new HostJob(host.Name, clock.GetUtcNow(), Deadline.In(within, clock)) { Command = command, ServiceId = host.ServiceId, NamedBy = "operator" };
        using var patience = new CancellationTokenSource(within, clock);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            // What other operators have said so far: nothing is written, so that the ledger is asked and no memory.
            if (await ledger.ChangeAsync(transaction => HostDecider.OppositeAt(command, transaction.ReadableRecord(host.Name)), deadline.Token) is LedgerResult<DateTimeOffset?>.Ok { Value: var opposite })
                (job.HasMetWords, job.OppositeWordAt) = (true, opposite);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // There is no time left for anything else either, and the reconciler says so.
        }

        var outcome = await reconciler.ReconcileAsync(job, deadline.Token);
        return outcome is HostOutcome.Done done
            ? new Outcome { Host = host.Name, Verdict = done.Verdict, State = done.State }
            : throw new InvalidOperationException("a command belongs to no alert");
    }

    /// <summary>A host that Nova no longer lists may still have a record.</summary>
    private async Task<HostResolution?> InLedgerAsync(string name, Func<HostRecord, bool> isMeant, CancellationToken cancellationToken) =>
        await ledger.ChangeAsync(transaction => transaction.Record(name), cancellationToken) is LedgerResult<HostRecord?>.Ok { Value: { } kept } && isMeant(kept)
            ? new HostResolution.Found(new ComputeHost(kept.Host, kept.ServiceId), "record")
            : null;

    private static bool IsStillHeld(HostRecord record) => record.IsHeldDown || record.Word is not null;

    private static Outcome Failed(string host, Reason reason, string facts) => new() { Host = host, Verdict = new Verdict(VerdictKind.Failed, reason, facts) };

    private async Task<Outcome> TakeAsync(AlertEvent alert, Deadline deadline, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        Outcome outcome;
        try
        {
            outcome = await WhoseAsync(alert, deadline, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            outcome = new Outcome { Verdict = new Verdict(VerdictKind.Failed, Reason.OutOfTime, "there was no time left to record it") };
        }
        catch (JsonException)
        {
            outcome = new Outcome { Verdict = new Verdict(VerdictKind.Failed, Reason.LedgerUnavailable, LedgerCache.Damaged) };
        }

        outcome = outcome with { Fingerprint = alert.Fingerprint, Elapsed = clock.GetElapsedTime(started) };
        metrics.Verdict(alert.Receiver, routes.Find(alert)?.Name, outcome.Verdict);
        if (outcome.Verdict.Reason == Reason.UnknownHost)
            Log.TakenOfUnknown(logger, alert.Receiver, alert.Fingerprint, outcome.Host);
        else if (LevelOf(outcome) is var level && logger.IsEnabled(level) && (outcome.Verdict.Kind is VerdictKind.ForceDown or VerdictKind.Unset || lines.TryTake(alert.Receiver, level)))
            Log.Taken(logger, level, alert.Receiver, alert.Fingerprint, alert.Status, outcome.Host, outcome.Verdict.Kind, outcome.Verdict.Text, outcome.State, outcome.Elapsed.TotalMilliseconds, Tracing.TraceId);
        return outcome;
    }

    /// <summary>A hold is a warning once, and not at each repeat of its alert.</summary>
    private static LogLevel LevelOf(Outcome outcome) =>
        outcome.Verdict.Kind == VerdictKind.Failed || outcome is { Verdict.Kind: VerdictKind.Held, IsNews: true } ? LogLevel.Warning : LogLevel.Information;

    private async Task<Outcome> WhoseAsync(AlertEvent alert, Deadline deadline, CancellationToken cancellationToken)
    {
        if (routes.IsWatchdog(alert))
            return await HearAsync(alert, cancellationToken);
        var route = routes.Find(alert);
        var known = await fleet.GetAsync(cancellationToken);
        if (fleet.OtherCloud is { } other)
            return new Outcome { Verdict = new Verdict(VerdictKind.Failed, Reason.OtherCloud, other) };
        if (await identities.WriteAsync(cancellationToken) is { } unwritten)
            return new Outcome { Verdict = new Verdict(VerdictKind.Failed, Reason.LedgerUnavailable, unwritten) };
        var named = Resolve(alert, known);
        var rows = ledger.Remembered;
        var hosts = KnownHosts(rows, alert, named);
        // Before a host is refused as unknown, or taken beside a name or an address that is unknown, or for one that is called so in full or for short, Nova is asked
        // once more: what is not known must not be taken for what is not there.
        if (hosts.Count == 0 && named is HostResolution.Unknown { Name: not null } or HostResolution.Found { HasUnknownBeside: true } or HostResolution.Found { IsMet: true } && route is not null && alert.Status == AlertStatus.Firing)
        {
            known = await fleet.ListAgainAsync(known.BeganAt, named is HostResolution.Found ? deadline.Left / 3 : options.Fencing.PutDeadline, cancellationToken);
            named = Resolve(alert, known);
            if (fleet.OtherCloud is { } another)
                return new Outcome { Verdict = new Verdict(VerdictKind.Failed, Reason.OtherCloud, another) };
        }

        if (hosts.Count == 0 && NotListed(alert, named, known) is { } notListed)
            return new Outcome { Verdict = notListed };
        if (hosts.Count == 0)
            hosts = NamedHosts(rows, alert, named);
        for (var tries = 0; tries < 3; tries++)
        {
            var outcome = hosts.Count == 0
                ? await WithoutHostAsync(alert, named, cancellationToken)
                : await OfHostsAsync(alert, hosts, named, deadline, cancellationToken);
            if (outcome is HostOutcome.Done done)
                return new Outcome { Host = hosts.Count > 0 ? hosts[0] : NameIn(named), Verdict = done.Verdict, State = done.State, IsNews = done.IsNews };
            hosts = ((HostOutcome.BelongsTo)outcome).Hosts;
        }

        return new Outcome { Verdict = new Verdict(VerdictKind.Failed, Reason.OutOfTime, "whose alert it is changed while it was taken") };
    }

    /// <summary>A resolved event ends its alert in each host that has it; a firing one fires for the host it was first heard for.</summary>
    private async Task<HostOutcome> OfHostsAsync(AlertEvent alert, IReadOnlyList<string> hosts, HostResolution named, Deadline deadline, CancellationToken cancellationToken)
    {
        var of = HostsToTakeIt(ledger.Remembered, alert, hosts, named);
        HostOutcome? first = null;
        foreach (var host in of)
        {
            var job = JobOf(alert, host, hosts, of, named, deadline);
            var outcome = await reconciler.ReconcileAsync(job, cancellationToken);
            if (outcome is not HostOutcome.Done done)
                return outcome;
            if (job.BeginsPeriod && done.Verdict.Kind != VerdictKind.Failed)
                metrics.AlertBegan(alert);
            // What was not recorded of one of them has to be delivered again, whatever came of the others.
            if (first is null || done.Verdict.Kind == VerdictKind.Failed)
                first = done with { IsNews = job.IsNews };
        }

        return first!;
    }

    private HostResolution Resolve(AlertEvent alert, Fleet known) => HostResolver.Resolve(alert, options.Hosts, known);

    private async Task<Outcome> HearAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        // A watchdog that fires because its rule cannot be evaluated says that the monitoring is not alive.
        var verdict = Rules.OfNothing(routes.SaysNothing(alert) ?? Reason.Watchdog, alert.Status);
        if (alert.Status == AlertStatus.Resolved || verdict.Reason != Reason.Watchdog)
            return new Outcome { Verdict = verdict };
        if (fleet.OtherCloud is { } other)
            return new Outcome { Verdict = new Verdict(VerdictKind.Failed, Reason.OtherCloud, other) };
        var written = await ledger.ChangeAsync(
            transaction =>
            {
                // Nothing rests on one that is lost: the next comes soon.
                transaction.MayBeLost();
                // One that is still to come was written by a clock that was ahead: the watchdog would be taken for alive until then.
                if (transaction.Watchdog().HeardAt is var heardAt && (!(heardAt >= alert.ReceivedAt) || options.Fencing.IsAhead(heardAt, alert.ReceivedAt)))
                    transaction.Write(new WatchdogState(alert.ReceivedAt));
                return true;
            },
            cancellationToken).WaitAsync(cancellationToken);
        return new Outcome { Verdict = written is LedgerResult<bool>.Unavailable unavailable ? new Verdict(VerdictKind.Failed, Reason.LedgerUnavailable, unavailable.Why) : verdict };
    }

    internal static string? NameIn(HostResolution resolution) => resolution switch
    {
        HostResolution.Found found => found.Host.Name,
        HostResolution.Unknown unknown => unknown.Name,
        HostResolution.Ambiguous ambiguous => ambiguous.Name,
        _ => null,
    };

    private static partial class Log
    {
        [LoggerMessage(EventId = 1001, Message = "{Receiver} alert {Fingerprint} {Status}: {Host} {Verdict}, {Reason}; state {State}, {ElapsedMs:F1} ms, trace {TraceId}")]
        internal static partial void Taken(
            ILogger logger, LogLevel level, string receiver, string fingerprint, AlertStatus status, string? host, VerdictKind verdict, string reason, HostState? state, double elapsedMs, string traceId);

        [LoggerMessage(1003, LogLevel.Warning, "A delivery of {Receiver} worries: {Warning}")]
        internal static partial void Warned(ILogger logger, string receiver, string warning);

        [LoggerMessage(1002, LogLevel.Information, "Operator's command for {Host}: {Verdict}, {Reason} (by {By}); trace {TraceId}")]
        internal static partial void Commanded(ILogger logger, string? host, VerdictKind verdict, string reason, string by, string traceId);

        [LoggerMessage(1004, LogLevel.Warning, "{Count} alerts of one delivery name hosts that Nova does not know, and are held: {Hosts}")]
        internal static partial void Unknown(ILogger logger, int count, string hosts);

        [LoggerMessage(1005, LogLevel.Debug, "{Receiver} alert {Fingerprint}: unknown host {Host}")]
        internal static partial void TakenOfUnknown(ILogger logger, string receiver, string fingerprint, string? host);
    }
}
