using System.Text.Json.Serialization;

namespace NovaFence.Core.Alerts;

/// <summary>
/// The events of one alert in their order, as far as it has to be remembered. The only place that compares the senders' times.
/// </summary>
/// <remarks>
/// <para>
/// A state sender (Alertmanager, Grafana) sends no time of sending. Its <c>startsAt</c> stays when an alert resumes after Prometheus was away, may move
/// back with two Prometheus behind one Alertmanager, and says nothing of the order of two deliveries. So the order of receipt counts, and for
/// <see cref="Options.ReleaseOptions.SettleTime"/> after a resolved nothing is concluded: a late echo and an alert that resumed look alike.
/// </para>
/// <para>A moment sender (PagerDuty) says when each event happened (<c>occurred_at</c>), and that is its order.</para>
/// </remarks>
public abstract record AlertHistory
{
    /// <summary>What it does now.</summary>
    public AlertStatus Status { get; init; } = AlertStatus.Resolved;

    /// <summary>When its newest event was, by the sender's clock, UTC: <c>startsAt</c>, <c>endsAt</c> (never later than its receipt) or <c>occurred_at</c>.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>
    /// When the running or last period began, by the sender's clock, UTC: the latest that it said, as what it says may move back and forth with two
    /// Prometheus. Null where no firing event was heard.
    /// </summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>When the period began as its sender said last, where that is not <see cref="StartsAt"/>: an end before it is not of this period.</summary>
    public DateTimeOffset? SaidStartsAt { get; init; }

    /// <summary>The latest start that its sender said of the running or last period, where that is later than <see cref="StartsAt"/>; null where it is not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? LatestStartsAt { get; init; }

    /// <summary>When the last period ended, by the sender's clock, UTC; null where none has.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>What its sender said last of an end that was so far ahead of our clock that it counted as now; null where none was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? SaidEndsAt { get; init; }

    /// <summary>When the running or last period's first event was received, UTC.</summary>
    public DateTimeOffset? PeriodSince { get; init; }

    /// <summary>When the last resolved event was received, UTC; null where none was.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>When any event of it was first received, UTC.</summary>
    public DateTimeOffset FirstSeen { get; init; }

    /// <summary>When an event of it was last received, UTC, repeats included.</summary>
    public DateTimeOffset LastSeen { get; init; }

    /// <summary>True when its sender tells of moments and says each once (PagerDuty): that it is not repeated means nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ToldOnce { get; init; }

    /// <summary>True when the running period began by receipt, and not by a later <c>startsAt</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ByReceipt { get; init; }

    /// <summary>True when the last period began by receipt and ended with the end of the one before: perhaps an echo, so nothing is released at once for it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool EndedByEcho { get; init; }

    /// <summary>When an operator's unset overruled the period that ran then, UTC, by our clock; null where none did or the alert has begun a new one since.</summary>
    public DateTimeOffset? OverruledAt { get; init; }

    /// <summary>The latest <c>startsAt</c> of the overruled period; of a moment sender the newest moment that was known of it.</summary>
    public DateTimeOffset? OverruledStart { get; init; }

    /// <summary>Whether it fires, or is pending: the host is not released meanwhile.</summary>
    [JsonIgnore]
    public bool IsOpen => Status != AlertStatus.Resolved;

    /// <summary>Whether an operator's unset stands against its running period.</summary>
    [JsonIgnore]
    public bool IsOverruled => OverruledAt is not null;

    /// <summary>Until when nothing is concluded from its last resolved; null where none was received.</summary>
    /// <param name="settleTime"><see cref="Options.ReleaseOptions.SettleTime"/>.</param>
    public DateTimeOffset? SettlesAt(TimeSpan settleTime) => ResolvedAt + settleTime;

    /// <summary>What this event is to the history, and the history with it. The same history where it is superseded.</summary>
    /// <param name="alert">The event.</param>
    /// <param name="settleTime"><see cref="Options.ReleaseOptions.SettleTime"/>.</param>
    /// <param name="maxClockSkew"><see cref="Options.FencingOptions.MaxClockSkew"/>.</param>
    /// <param name="isFirst">Whether nothing was heard of the alert before.</param>
    internal (AlertHistory History, AlertOrder Order) Take(AlertEvent alert, TimeSpan settleTime, TimeSpan maxClockSkew, bool isFirst)
    {
        var heard = this with { LastSeen = alert.ReceivedAt, FirstSeen = isFirst ? alert.ReceivedAt : FirstSeen, ToldOnce = alert.TellsOfAMoment };
        if (alert.TellsOfAMoment)
            return alert.Status == AlertStatus.Firing ? heard.TakeFiringMoment(alert, isFirst) : heard.TakeResolvedMoment(alert, maxClockSkew, isFirst, this);
        return alert.Status == AlertStatus.Firing ? heard.TakeFiring(alert, settleTime, maxClockSkew, isFirst) : heard.TakeResolved(alert, maxClockSkew, isFirst, this);
    }

    /// <summary>The history where the settle window has ended while the alert was pending: the last word received was firing.</summary>
    internal AlertHistory FiresAgain(DateTimeOffset now)
    {
        var begun = this with { Status = AlertStatus.Firing, PeriodSince = now, ByReceipt = true, EndedByEcho = false };
        return OverruledAt is not null && LatestStart > OverruledStart && LatestStart > OverruledAt ? begun with { StartsAt = LatestStart, OverruledAt = null, OverruledStart = null } : begun;
    }

    /// <summary>The history of an alert whose period, running or over, an operator overrules: what resumes with its start does so for ever.</summary>
    internal AlertHistory Overruled(DateTimeOffset now) => this with { OverruledAt = now, OverruledStart = ToldOnce && LatestStart is { } start ? Later(start, At) : LatestStart };

    private (AlertHistory, AlertOrder) TakeFiring(AlertEvent alert, TimeSpan settleTime, TimeSpan maxClockSkew, bool isFirst)
    {
        if (isFirst)
            return (Begun(alert), AlertOrder.NewPeriod);
        switch (Status)
        {
            case AlertStatus.Firing:
                if (alert.At - StartsAt > maxClockSkew)
                    return (Begun(alert, maxClockSkew), AlertOrder.NewPeriod);
                return (Said(alert), AlertOrder.Repeat);
            case AlertStatus.Pending:
                return IsLater(alert) ? (Begun(alert, maxClockSkew), AlertOrder.NewPeriod) : (Said(alert), AlertOrder.Pending);
            default:
                if (IsLater(alert))
                    return (Begun(alert, maxClockSkew), AlertOrder.NewPeriod);
                if (settleTime > TimeSpan.Zero && alert.ReceivedAt < SettlesAt(settleTime))
                    return ((this with { Status = AlertStatus.Pending, StartsAt = Later(StartsAt, alert.At) }).Said(alert), AlertOrder.Pending);
                return ((this with { StartsAt = Later(StartsAt, alert.At) }).Said(alert).FiresAgain(alert.ReceivedAt), AlertOrder.FiresAgain);
        }
    }

    private (AlertHistory, AlertOrder) TakeResolved(AlertEvent alert, TimeSpan maxClockSkew, bool isFirst, AlertHistory before)
    {
        var endsAt = EndOf(alert, maxClockSkew);
        var ended = this with
        {
            Status = AlertStatus.Resolved,
            At = endsAt,
            EndsAt = endsAt,
            ResolvedAt = Later(ResolvedAt, alert.ReceivedAt),
            EndedByEcho = false,
            OverruledStart = OverruledAt is not null && LatestStart is { } start ? Later(OverruledStart, start) : OverruledStart,
        };
        if (isFirst)
            return (ended, AlertOrder.EndedBefore);
        if (Status == AlertStatus.Resolved)
            return (ended with { EndsAt = Later(EndsAt, endsAt), At = Later(At, endsAt), EndedByEcho = EndedByEcho }, AlertOrder.EndedBefore);
        if (ByReceipt)
            return (ended with { EndedByEcho = endsAt <= EndsAt, ByReceipt = false }, AlertOrder.Ended);
        if (alert.At < (SaidStartsAt ?? StartsAt))
            return alert.At >= StartsAt && LatestStart > OverruledStart ? (WithOverruledPeriodEnded(alert), AlertOrder.Ended) : (before, AlertOrder.Superseded);
        return (ended with { StartsAt = LatestStart, SaidStartsAt = null, LatestStartsAt = null }, AlertOrder.Ended);
    }

    /// <summary>
    /// The history where the end of the period that an operator overruled is heard after a start that is later than it: what fires is another period by now. It
    /// is pending for the window, as where the two come in their order.
    /// </summary>
    private AlertHistory WithOverruledPeriodEnded(AlertEvent alert) => this with
    {
        Status = AlertStatus.Pending,
        EndsAt = Later(EndsAt, alert.At),
        ResolvedAt = Later(ResolvedAt, alert.ReceivedAt),
        EndedByEcho = false,
    };

    private (AlertHistory, AlertOrder) TakeFiringMoment(AlertEvent alert, bool isFirst)
    {
        // What ended by an end from the future is older than that, also where the end counts as of its very moment.
        if (!isFirst && (alert.At < At || (alert.At == At && !IsOpen && SaidEndsAt > At)))
            return (this with { LastSeen = alert.ReceivedAt }, AlertOrder.Superseded);
        if (isFirst || Status != AlertStatus.Firing)
            return (Begun(alert), AlertOrder.NewPeriod);
        return (this with { At = alert.At }, AlertOrder.Repeat);
    }

    private (AlertHistory, AlertOrder) TakeResolvedMoment(AlertEvent alert, TimeSpan maxClockSkew, bool isFirst, AlertHistory before)
    {
        // The order is the sender's own, however far ahead its clock is. What ended a period before ends no other one when it is delivered once more, nor does it end later.
        var isDeliveredAgain = !isFirst && alert.At == SaidEndsAt;
        if (!isFirst && (alert.At < At || (isDeliveredAgain && IsOpen)))
        {
            return Status == AlertStatus.Firing && alert.At < At && alert.At >= StartsAt && At > OverruledAt && At > OverruledStart
                ? ((this with { LatestStartsAt = At }).WithOverruledPeriodEnded(alert), AlertOrder.Ended)
                : (before, AlertOrder.Superseded);
        }

        var now = EndOf(alert, maxClockSkew);
        var endsAt = isFirst ? now : isDeliveredAgain ? At : Later(At, now);
        var ended = this with { Status = AlertStatus.Resolved, SaidEndsAt = now == alert.At ? SaidEndsAt : alert.At, At = endsAt, EndsAt = endsAt, ResolvedAt = Later(ResolvedAt, alert.ReceivedAt), ByReceipt = false, EndedByEcho = false };
        return (ended, isFirst || Status == AlertStatus.Resolved ? AlertOrder.EndedBefore : AlertOrder.Ended);
    }

    private AlertHistory Begun(AlertEvent alert, TimeSpan maxClockSkew = default)
    {
        var begun = this with
        {
            Status = AlertStatus.Firing,
            At = alert.At,
            StartsAt = alert.At,
            SaidStartsAt = null,
            LatestStartsAt = null,
            PeriodSince = alert.ReceivedAt,
            ByReceipt = false,
            EndedByEcho = false,
        };
        return IsFreeOf(alert, maxClockSkew)
            ? begun with { OverruledAt = null, OverruledStart = null }
            : begun with { OverruledStart = Later(OverruledStart, alert.At) };
    }

    /// <summary>
    /// Whether this event is beyond what an operator overruled: by a start that no clock's error explains, or by any later one once the overruled period
    /// has ended. What resumes with the same start or an older one stays overruled, whenever it comes.
    /// </summary>
    private bool IsFreeOf(AlertEvent alert, TimeSpan maxClockSkew)
    {
        if (OverruledAt is not { } word)
            return true;
        var hasEnded = Status != AlertStatus.Firing || ResolvedAt >= word;
        if (alert.TellsOfAMoment)
            return hasEnded && alert.At > EndsAt && alert.At > word;
        // A period that began before the operator's word is overruled too, even if its start is first heard of now: each of two Prometheus sends its own start.
        var isLater = alert.At > word || (ResolvedAt >= word && alert.At > EndsAt);
        return alert.At > word + maxClockSkew || (hasEnded && isLater && alert.At > OverruledStart);
    }

    private DateTimeOffset? LatestStart => LatestStartsAt is { } said ? Later(StartsAt, said) : StartsAt;

    private AlertHistory Said(AlertEvent alert) => this with
    {
        At = alert.At,
        SaidStartsAt = alert.At == StartsAt ? null : alert.At,
        LatestStartsAt = alert.At > StartsAt && !(alert.At <= LatestStartsAt) ? alert.At : LatestStartsAt,
    };

    /// <summary>
    /// When a resolved event says that it ended. One further ahead of our clock than clocks differ ended now: taken at its word, it would be newer than
    /// everything that its sender says for so long.
    /// </summary>
    private static DateTimeOffset EndOf(AlertEvent alert, TimeSpan maxClockSkew) => alert.At - alert.ReceivedAt > maxClockSkew ? alert.ReceivedAt : alert.At;

    /// <summary>Whether it began after the last period had ended. One that began no later than that period did has not, however far ahead the sender's clock is.</summary>
    private bool IsLater(AlertEvent alert) => alert.At > EndsAt && !(alert.At <= StartsAt);

    private static DateTimeOffset Later(DateTimeOffset? one, DateTimeOffset other) => one > other ? one.Value : other;
}
