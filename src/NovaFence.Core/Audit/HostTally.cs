using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;

namespace NovaFence.Core.Audit;

/// <summary>
/// Counts what the events of one host tell, the oldest first. Where NovaFence only observes, the record of a host stays <c>clear</c> and nothing is written of an unset:
/// when it would have been down, and until when, follows from the alerts that would have held it down.
/// </summary>
/// <param name="since">What happened before is followed, and not counted.</param>
/// <param name="settle"><c>Release:SettleTime</c>.</param>
/// <param name="leavesToOperator">Whether a route of this name leaves the unset to an operator.</param>
internal sealed class HostTally(DateTimeOffset since, TimeSpan settle, Func<string?, bool> leavesToOperator)
{
    /// <summary>The title of what was held by a version that did not keep the reason's.</summary>
    internal const string OfAnEarlierVersion = "not kept";

    private readonly HashSet<AlertId> _firing = [];
    private readonly HashSet<(AlertId Alert, string Reason)> _counted = [];
    private readonly Dictionary<string, HoldTally> _held = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _attempts = new(StringComparer.Ordinal);
    private readonly List<string> _alerts = [];
    private readonly List<(DateTimeOffset From, DateTimeOffset To)> _down = [];
    private ReportedTimes _forcedDown = ReportedTimes.Never;
    private ReportedTimes _unset = ReportedTimes.Never;
    private ReportedTimes _wouldForceDown = ReportedTimes.Never;
    private ReportedTimes _wouldUnset = ReportedTimes.Never;
    private ReportedTimes _left = ReportedTimes.Never;
    private HostState? _state;
    private DateTimeOffset? _downSince;
    private DateTimeOffset? _releaseAt;
    private bool _isLeft;

    /// <summary>Whether an alert was heard in the time.</summary>
    internal bool HasHeard { get; private set; }

    /// <summary>When it would have been down.</summary>
    internal IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> Down => _down;

    internal void Take(DecisionEvent happened)
    {
        Settle(happened.At);
        TakeState(happened);
        if (happened.Alert is not { } alert)
            return;
        HasHeard |= happened.At >= since;
        var id = new AlertId(alert.Receiver, alert.Fingerprint);
        var name = alert.Name ?? alert.Fingerprint;
        if (happened.Attempt is { } attempt)
            _attempts[attempt] = name;
        // What was held in the period before may be held once more.
        if (happened.Situation?.Order is nameof(AlertOrder.NewPeriod) or nameof(AlertOrder.FiresAgain))
            _counted.RemoveWhere(one => one.Alert == id);
        if (alert.Status == AlertStatus.Resolved)
            TakeEnd(happened, id);
        // What is paused is held, so that this is told of a drill: the host lives.
        else if (happened is { Verdict: VerdictKind.Observed, Situation.Paused: null })
            TakeObserved(happened, id, name);
        else if (happened.Verdict == VerdictKind.Held)
            TakeHeld(happened, id, name);
    }

    /// <summary>The report, when every event was taken; null where nothing is to be told.</summary>
    internal HostReport? End(string host, bool isKnown, DateTimeOffset now, DateTimeOffset? looksBackTo)
    {
        Settle(now);
        if (_downSince is { } from)
            _down.Add((from, now));
        if (_forcedDown.Count + _unset.Count + _wouldForceDown.Count + _wouldUnset.Count + _left.Count + _held.Count == 0 && _downSince is null)
            return null;
        return new HostReport
        {
            Host = host,
            Known = isKnown,
            ForcedDown = _forcedDown,
            Unset = _unset,
            WouldForceDown = _wouldForceDown,
            WouldUnset = _wouldUnset,
            LeftToOperator = _left,
            WouldBeDownSince = _downSince,
            Alerts = [.. _alerts.Take(HostReport.MaxNames)],
            MoreAlerts = Math.Max(0, _alerts.Count - HostReport.MaxNames),
            Held = [.. _held.Select(one => one.Value.As(one.Key)).OrderByDescending(hold => hold.Times.Count).ThenBy(hold => hold.Reason, StringComparer.Ordinal)],
            LooksBackTo = looksBackTo,
        };
    }

    /// <summary>What the record says of a host that NovaFence acts on.</summary>
    private void TakeState(DecisionEvent happened)
    {
        if (happened.State is not { } state || happened.Kind is not ("verdict" or "intent" or "outcome" or "late force-down"))
            return;
        var isOutcome = happened.Kind == "outcome";
        if (isOutcome && state == HostState.Down && (happened.Verdict == VerdictKind.ForceDown || _state == HostState.ForcingDown))
        {
            Count(ref _forcedDown, happened.At);
            if (happened.Attempt is { } attempt && _attempts.TryGetValue(attempt, out var name) && happened.At >= since)
                Add(_alerts, name);
        }
        else if (state == HostState.Clear && (happened.Verdict == VerdictKind.Unset || (isOutcome && _state is HostState.Releasing or HostState.AwaitingRestart or HostState.AwaitingHeartbeat)))
        {
            Count(ref _unset, happened.At);
        }

        _state = state;
        // It is done now, and no more what would be.
        if (state != HostState.Clear && _downSince is { } from)
        {
            _down.Add((from, happened.At));
            Forget();
        }
    }

    private void TakeObserved(DecisionEvent happened, AlertId id, string name)
    {
        if (_downSince is null)
        {
            _downSince = happened.At;
            Count(ref _wouldForceDown, happened.At);
        }

        _firing.Add(id);
        _releaseAt = null;
        _isLeft |= leavesToOperator(happened.Situation?.Route);
        if (happened.At >= since)
            Add(_alerts, name);
    }

    private void TakeHeld(DecisionEvent happened, AlertId id, string name)
    {
        var reason = happened.Title?.Title() ?? OfAnEarlierVersion;
        // As a record has it: what is held or pending keeps a host down, unless it lacks its evidence or an operator overruled it.
        if (_downSince is not null && happened.Title is { } known && Rules.KeepsDown(known))
        {
            _firing.Add(id);
            _releaseAt = null;
        }

        if (!_counted.Add((id, reason)) || happened.At < since)
            return;
        if (!_held.TryGetValue(reason, out var hold))
            _held.Add(reason, hold = new HoldTally());
        hold.Take(happened.At, name, happened.Situation?.Route);
    }

    private void TakeEnd(DecisionEvent happened, AlertId id)
    {
        _counted.RemoveWhere(one => one.Alert == id);
        // Of a host that was down when NovaFence began to observe.
        if (happened.Verdict == VerdictKind.Observed)
            Count(ref _wouldUnset, happened.At);
        if (_firing.Remove(id) && _firing.Count == 0 && _downSince is not null)
            _releaseAt = happened.At + settle;
    }

    /// <summary>Releases what would have been released by then.</summary>
    private void Settle(DateTimeOffset now)
    {
        if (_releaseAt is not { } at || at > now || _downSince is not { } from)
            return;
        _down.Add((from, at));
        if (_isLeft)
            Count(ref _left, at);
        else
            Count(ref _wouldUnset, at);
        Forget();
    }

    private void Forget()
    {
        _firing.Clear();
        (_downSince, _releaseAt, _isLeft) = (null, null, false);
    }

    private void Count(ref ReportedTimes times, DateTimeOffset at)
    {
        if (at >= since)
            times = times.With(at);
    }

    private static void Add(List<string> names, string name)
    {
        if (!names.Contains(name, StringComparer.Ordinal))
            names.Add(name);
    }

    private sealed record AlertId(string Receiver, string Fingerprint);

    /// <summary>What was held for one reason.</summary>
    private sealed class HoldTally
    {
        private readonly List<string> _names = [];
        private readonly List<string> _routes = [];
        private ReportedTimes _times = ReportedTimes.Never;

        internal void Take(DateTimeOffset at, string name, string? route)
        {
            _times = _times.With(at);
            Add(_names, name);
            if (route is not null)
                Add(_routes, route);
        }

        internal ReportedHold As(string reason) =>
            new(reason, _times, [.. _names.Take(HostReport.MaxNames)], Math.Max(0, _names.Count - HostReport.MaxNames), [.. _routes.Take(HostReport.MaxNames)]);
    }
}
