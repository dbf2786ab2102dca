using System.Text.Json.Serialization;
using NovaFence.Core.Alerts;

namespace NovaFence.Core.Fencing;

/// <summary>A host's row in the ledger: what is wanted of it, by whom, and how far that has come. Immutable.</summary>
public sealed record FenceRecord
{
    /// <summary>
    /// Most alerts kept per host: with the longest texts they still fit into a row. When it is reached the oldest resolved one is forgotten,
    /// <see cref="ForgottenBefore"/> moves on and <see cref="ForgottenRoutes"/> keeps what it said about the release.
    /// </summary>
    public const int MaxAlerts = 30;

    /// <summary>Most characters of an alert's <see cref="AlertEntry.Hold"/>.</summary>
    public const int MaxHoldLength = 200;

    /// <summary>The host, in Nova's spelling.</summary>
    public required string Host { get; init; }

    /// <summary>The compute service's UUID when it was last acted on.</summary>
    public string? ServiceId { get; init; }

    /// <summary>Where it stands.</summary>
    public FenceState State { get; init; }

    /// <summary>Who holds it down.</summary>
    public FenceOwner Owner { get; init; }

    /// <summary>The newest event of each alert of this host.</summary>
    public IReadOnlyList<AlertEntry> Alerts { get; init; } = [];

    /// <summary>The intent under way; null when nobody acts.</summary>
    public Attempt? Attempt { get; init; }

    /// <summary>
    /// The attempt whose outcome was written last. A commit whose reply was lost looks like a lost race; this tells that it was our own.
    /// </summary>
    public string? LastAttempt { get; init; }

    /// <summary>The route of the alert that forced it down; says how it is released.</summary>
    public string? Route { get; init; }

    /// <summary>What was taken as evidence.</summary>
    public string? Evidence { get; init; }

    /// <summary>Title and facts of the last verdict.</summary>
    public string? Reason { get; init; }

    /// <summary>The operator's reason, where an operator forced it down.</summary>
    public string? OperatorReason { get; init; }

    /// <summary>When an operator last unset it: alert events up to that moment no longer count.</summary>
    public DateTimeOffset? OverruledAt { get; init; }

    /// <summary>A firing event of an alert that is not in <see cref="Alerts"/> counts only if it is newer than this.</summary>
    public DateTimeOffset? ForgottenBefore { get; init; }

    /// <summary>The routes of alerts that held the host down and are no longer in <see cref="Alerts"/>: they still say how it is released.</summary>
    public IReadOnlyList<string> ForgottenRoutes { get; init; } = [];

    /// <summary>True when an alert that would have held the host down found no room: then only an operator knows that all have ended.</summary>
    public bool HasLostAlerts { get; init; }

    /// <summary>True when NovaFence disabled the service, or may have: the unset enables it again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Disabled { get; init; }

    /// <summary>Since when it waits for nova-compute to report; null when it does not.</summary>
    public DateTimeOffset? ReleaseSince { get; init; }

    /// <summary>Nova's <c>updated_at</c> of the service, as the audit saw it last while it waits.</summary>
    public DateTimeOffset? HeartbeatAt { get; init; }

    /// <summary>When the audit last saw it advance, by our clock.</summary>
    public DateTimeOffset? HeartbeatSeenAt { get; init; }

    /// <summary>How many audits have seen it advance since then.</summary>
    public int Heartbeats { get; init; }

    /// <summary>Since when Nova says that it is not forced down although NovaFence never unset it.</summary>
    public DateTimeOffset? ClearedElsewhereAt { get; init; }

    /// <summary>Until when a PUT that forces down, and whose reply never came, may still reach Nova. The audit compares with Nova after that.</summary>
    public DateTimeOffset? DownMayArriveUntil { get; init; }

    /// <summary>The same of a PUT that unsets.</summary>
    public DateTimeOffset? UpMayArriveUntil { get; init; }

    /// <summary>When the alert that forced it down began to fire, by the sender's clock.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>When that alert was received.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>When the last intent was decided.</summary>
    public DateTimeOffset? IntentAt { get; init; }

    /// <summary>When the last PUT was sent.</summary>
    public DateTimeOffset? PutSentAt { get; init; }

    /// <summary>When Nova last confirmed.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>Since when Nova has it as forced down by us; null when it does not.</summary>
    public DateTimeOffset? DownSince { get; init; }

    /// <summary>Nova's request id of the last PUT.</summary>
    public string? RequestId { get; init; }

    /// <summary>What went wrong last; null when nothing did.</summary>
    public string? LastError { get; init; }

    /// <summary>Whether the host is to be down: an operator says so, or an accepted alert fires.</summary>
    internal bool IsWantedDown => Owner == FenceOwner.Operator || Alerts.Any(alert => alert.WantsDown);

    /// <summary>Whether it counts against the budget: down, or not known to be up again.</summary>
    internal bool IsHeldDown => State != FenceState.Clear;

    /// <summary>Whether it is down, as far as anybody knows: then no alert needs anybody to let it through.</summary>
    internal bool IsDownForSure => State == FenceState.Down && ClearedElsewhereAt is null;

    /// <summary>Whether an instance has it to itself at that moment.</summary>
    internal bool IsLeased(DateTimeOffset now) => Attempt is { } attempt && attempt.Until > now;

    /// <summary>The record waiting for nova-compute to report.</summary>
    internal FenceRecord Awaiting(DateTimeOffset now) =>
        this with { State = FenceState.AwaitingHeartbeat, ReleaseSince = now, HeartbeatAt = null, HeartbeatSeenAt = null, Heartbeats = 0 };

    /// <summary>The record of a host that nobody holds down any more.</summary>
    internal FenceRecord Cleared() => this with
    {
        State = FenceState.Clear,
        Owner = FenceOwner.None,
        OperatorReason = null,
        Route = null,
        Evidence = null,
        DownSince = null,
        Disabled = false,
        ClearedElsewhereAt = null,
        ReleaseSince = null,
        HeartbeatAt = null,
        HeartbeatSeenAt = null,
        Heartbeats = 0,
        ForgottenRoutes = [],
        HasLostAlerts = false,
        // Alerts that ended no longer say how a later force-down is to be released.
        Alerts = [.. Alerts.Select(alert => alert.Status == AlertStatus.Resolved ? alert with { Accepted = false } : alert)],
    };

    /// <summary>Until when a PUT of this direction may still arrive; null when none is on its way, or Nova was seen to agree after it.</summary>
    internal DateTimeOffset? MayArriveUntil(bool down) => down ? DownMayArriveUntil : UpMayArriveUntil;

    /// <summary>The record with that moment.</summary>
    internal FenceRecord WithArrival(bool down, DateTimeOffset? until) => down ? this with { DownMayArriveUntil = until } : this with { UpMayArriveUntil = until };

    /// <summary>The entry of this alert; null when there is none.</summary>
    internal AlertEntry? Find(AlertEvent alert) => Alerts.FirstOrDefault(entry => IsOf(entry, alert));

    /// <summary>
    /// The record with this event as the newest of its alert, and room made for it. The same record where a newer one is known, whatever became
    /// of this one: a stale event is held before it is asked whether it is the newest.
    /// </summary>
    internal FenceRecord With(AlertEvent alert, bool accepted, string? route, string? hold, bool stale = false)
    {
        var known = Find(alert);
        if (known?.IsNewerThan(alert) == true)
            return this;
        var entry = new AlertEntry
        {
            Receiver = alert.Receiver,
            Fingerprint = alert.Fingerprint,
            Status = alert.Status,
            At = alert.At,
            FirstSeen = known?.FirstSeen ?? alert.ReceivedAt,
            LastSeen = alert.ReceivedAt,
            Accepted = accepted,
            Stale = stale,
            ToldOnce = alert.TellsOfAMoment,
            Route = route,
            Hold = hold is { Length: > MaxHoldLength } ? hold[..MaxHoldLength] : hold,
        };
        var others = Alerts.Where(other => !IsOf(other, alert)).ToList();
        var forgotten = ForgottenBefore;
        var routes = ForgottenRoutes;
        while (others.Count >= MaxAlerts && others.Where(other => other.Status == AlertStatus.Resolved).MinBy(other => other.At) is { } oldest)
        {
            others.Remove(oldest);
            forgotten = forgotten is { } before && before > oldest.At ? before : oldest.At;
            if (oldest is { Accepted: true, Route: { } held } && !routes.Contains(held, StringComparer.Ordinal))
                routes = [.. routes, held];
        }

        return this with { Alerts = [.. others, entry], ForgottenBefore = forgotten, ForgottenRoutes = routes };
    }

    /// <summary>The other alerts of this host that fire and were heard since then: what corroborates this one.</summary>
    internal IEnumerable<AlertEntry> Agreeing(AlertEvent alert, DateTimeOffset since) =>
        Alerts.Where(other => other is { Status: AlertStatus.Firing, Stale: false } && other.LastSeen >= since && !IsOf(other, alert));

    /// <summary>Whether one more alert could be kept: there is room, or a resolved one to forget.</summary>
    internal bool HasRoomFor(AlertEvent alert) =>
        Alerts.Count < MaxAlerts || Find(alert) is not null || Alerts.Any(other => other.Status == AlertStatus.Resolved);

    private static bool IsOf(AlertEntry entry, AlertEvent alert) =>
        string.Equals(entry.Fingerprint, alert.Fingerprint, StringComparison.Ordinal)
        && string.Equals(entry.Receiver, alert.Receiver, StringComparison.Ordinal);
}
