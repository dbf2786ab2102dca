using NovaFence.Core.Alerts;
using NovaFence.Core.Bookkeeping;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Core.Options;
using NovaFence.Core.Routing;
using NovaFence.Core.Storms;

namespace NovaFence.Core.Fencing;

/// <summary>
/// Takes an operator's command into the host's record, or carries on where something was left. Works on a page only, so it may run again.
/// </summary>
internal sealed class OperatorIntake(NovaFenceOptions options, RouteTable routes, FleetRegistry fleet, RunningAttempts running, Intents intents, TimeProvider clock)
{
    /// <summary>The host an operator names, by the same look-up as a label's value.</summary>
    internal static HostResolution Resolve(string name, Fleet fleet) => HostResolver.HostName(name) is not { } host
        ? new HostResolution.Unknown(null, "not a host's name")
        : fleet.Named(host) switch
        {
            [var only] => new HostResolution.Found(only, "operator"),
            [] => new HostResolution.Unknown(host, $"'{host}'"),
            var several => new HostResolution.Ambiguous(host, [.. several.Select(one => one.Name)]),
        };

    /// <summary>An operator's word stands for evidence and budget; what remains is whether there is such a host and whether anyone is at it.</summary>
    internal Step Take(Page page, OperatorCommand command, HostResolution resolution, string attemptId)
    {
        if (resolution is HostResolution.Unknown { Name: { } name } && page.Record(name) is { } kept)
            resolution = new HostResolution.Found(new ComputeHost(kept.Host, kept.ServiceId), "record");
        switch (resolution)
        {
            case HostResolution.Unknown unknown:
                return Answer(command.Host, VerdictKind.Failed, Reason.UnknownHost, $"Nova lists no compute host for it ({unknown.Tried})", null);
            case HostResolution.Ambiguous ambiguous:
                return Answer(command.Host, VerdictKind.Failed, Reason.AmbiguousHost, $"it may be {string.Join(" or ", ambiguous.Hosts.Take(5))}", null);
        }

        var host = ((HostResolution.Found)resolution).Host;
        var record = page.Record(host.Name) ?? new FenceRecord { Host = host.Name };
        var now = clock.GetUtcNow();
        if (options.Mode == FenceMode.Observe)
            return Answer(host.Name, VerdictKind.Observed, Reason.ObserveOnly, command.ForcedDown ? "would have forced down" : "would have unset", record.State);
        if (running.IsLive(record, now))
        {
            var busy = new Outcome { Host = host.Name, Verdict = VerdictKind.Failed, Reason = new Verdict(VerdictKind.Failed, Reason.InProgress, "an instance acts on this host now; try again").Text, State = record.State, MayPass = true };
            return record.Attempt!.By == running.Instance ? new Step.Wait(record.Attempt.Id, busy) : new Step.Answer(busy);
        }

        return Begin(page, command, record, host, attemptId);
    }

    /// <summary>Carries on with the host's record; an answer without a reason says that there was nothing to do.</summary>
    internal Step Finish(Page page, string host, string attemptId)
    {
        if (page.Record(host) is not { } record || intents.Resume(page, record, attemptId) is not { Attempt: { } attempt } begun)
            return Nothing(host);
        var verdict = new Verdict(attempt.Down ? VerdictKind.ForceDown : VerdictKind.Unset, Reason.Unfinished, "finished by the audit");
        return new Step.Perform(attempt, new ComputeHost(record.Host, record.ServiceId), verdict, Outcome(host, verdict, begun.State));
    }

    /// <summary>Unsets a host that has come back to life; an answer without a reason says that there was nothing to do.</summary>
    internal Step Release(Page page, string host, Func<FenceRecord, string?> missing, string attemptId)
    {
        if (Free(page, host) is not { } record || missing(record) is not null)
            return Nothing(host);
        var verdict = new Verdict(VerdictKind.Unset, Reason.LastAlertResolved, "nova-compute reports again, and no evacuation from it is under way");
        return Begin(page, record, verdict, attemptId);
    }

    /// <summary>
    /// Forces down again what somebody unset while its alert fires. Its place in the budget was never given up; the storm breaker is asked, since an
    /// open one says that the alerts are not to be believed.
    /// </summary>
    internal Step Reassert(Page page, string host, Func<FenceRecord, bool> isDue, string attemptId)
    {
        var now = clock.GetUtcNow();
        page.Rely(LedgerKey.Alerting);
        if (Free(page, host) is not { } record || !isDue(record) || !page.Reservations.Holds(record.Host)
            || page.Alerting.Count(now, options.Storm.Window) > StormLimit.Of(options.Storm, fleet.Current.Size)
            || (routes.Watchdog is { Holds: true } watchdog && page.Watchdog.IsSilent(now, watchdog.SilentAfter)))
        {
            return Nothing(host);
        }

        return Begin(page, record, new Verdict(VerdictKind.ForceDown, Reason.Reasserted, "somebody unset it while its alert fires"), attemptId);
    }

    /// <summary>The record, where nothing and nobody keeps the audit from the host.</summary>
    private FenceRecord? Free(Page page, string host)
    {
        var now = clock.GetUtcNow();
        return options.Mode != FenceMode.Observe && page.Record(host) is { } record && !running.IsLive(record, now) && page.PauseOf(record.Host, now) is null ? record : null;
    }

    private Step.Perform Begin(Page page, FenceRecord record, Verdict verdict, string attemptId)
    {
        var target = new ComputeHost(record.Host, record.ServiceId);
        var begun = intents.Begin(page, record, target, verdict.Kind == VerdictKind.ForceDown, verdict, attemptId, new FenceEvent
        {
            Kind = "intent",
            At = clock.GetUtcNow(),
            Instance = running.Instance,
            Verdict = verdict.Kind,
            Reason = verdict.Text,
        });
        return new Step.Perform(begun.Attempt!, target, verdict, Outcome(record.Host, verdict, begun.State));
    }

    private static Step.Answer Nothing(string host) => new(new Outcome { Host = host, Verdict = VerdictKind.Ignored, Reason = "" });

    private Step.Perform Begin(Page page, OperatorCommand command, FenceRecord record, ComputeHost host, string attemptId)
    {
        var now = clock.GetUtcNow();
        var reason = command.Reason.Length > OperatorCommand.MaxReasonLength ? command.Reason[..OperatorCommand.MaxReasonLength] : command.Reason;
        var verdict = new Verdict(command.ForcedDown ? VerdictKind.ForceDown : VerdictKind.Unset, Reason.OperatorsWord, reason.Length == 0 ? $"by {command.By}" : $"{reason} (by {command.By})");
        var taken = command.ForcedDown
            ? record with { Owner = FenceOwner.Operator, OperatorReason = reason, Route = null, Evidence = "operator", StartsAt = null, ReceivedAt = now }
            : record with
            {
                Owner = FenceOwner.None,
                OverruledAt = now,
                Alerts = [.. record.Alerts.Select(alert => alert.Status == AlertStatus.Firing ? alert with { Accepted = false, Hold = null } : alert)],
            };
        var begun = intents.Begin(page, taken, host, command.ForcedDown, verdict, attemptId, new FenceEvent
        {
            Kind = "intent",
            At = now,
            Instance = running.Instance,
            Verdict = verdict.Kind,
            Reason = verdict.Text,
            Operator = verdict.Facts,
        });
        return new Step.Perform(begun.Attempt!, host, verdict, Outcome(host.Name, verdict, begun.State));
    }

    private static Step.Answer Answer(string host, VerdictKind kind, Reason reason, string facts, FenceState? state) =>
        new(Outcome(host, new Verdict(kind, reason, facts), state));

    private static Outcome Outcome(string host, Verdict verdict, FenceState? state) =>
        new() { Host = host, Verdict = verdict.Kind, Reason = verdict.Text, State = state };
}
