using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Sentences;

/// <summary>
/// Says where a host has to be in the end. It knows what senders and operators said, and in what order it was received, and nothing of how Core comes
/// to its end.
/// </summary>
internal static class Oracle
{
    internal static Wish Of(HostPast host)
    {
        if (host.Orders.MaxBy(order => order.Number) is { Down: true } last)
            return last.IsDone ? Wish.Down : Wish.Either;
        return host.Alerts.Select(alert => Of(host, alert)).DefaultIfEmpty(Wish.Up).Max();
    }

    private static Wish Of(HostPast host, AlertPast alert)
    {
        if (alert.At(long.MaxValue) is not { } word)
            return alert.Handings.Exists(handing => handing.HasMerit) || MayHaveCome(alert) || Agreement.MayHaveBeen(host, alert, long.MaxValue) ? Wish.Either : Wish.Up;
        if (!word.IsCertain || word.MayHaveGoneOn || MayHaveCome(alert))
            return Wish.Either;
        // It found no room in the record, or made some for another.
        if (host.WasFull && host.Versions[^1].Row.Find(alert.Alert) is null)
            return Wish.Either;
        var running = alert.Handings.FindAll(handing => handing.Said.IsFiring && IsAfter(alert, handing, word.Ended));
        if (!word.Fires)
            return Wish.Up;
        if (host.IsSampled(alert.Alert) && host.LivedLately)
            return Wish.Either;
        var agree = Agreement.Is(host, alert);
        if (!agree && !running.Exists(handing => handing.HasMerit))
            // What was only observed takes no host down, and keeps one down.
            return running.Exists(handing => handing.IsObserved) || IsPendingStill(host, alert, running, word.Ended) || Agreement.MayHaveBeen(host, alert, long.MaxValue) ? Wish.Either : Wish.Up;
        // A hand of others, and an operator who spoke meanwhile: by who came first.
        if (host.Orders.Exists(order => !order.Down))
            return host.IsOverruled(alert, long.MaxValue) ? Wish.Up : Wish.Either;
        return host.Host.WasTouchedByOthers || !(agree || running.TrueForAll(handing => handing.HasMerit)) ? Wish.Either : Wish.Down;
    }

    /// <summary>Of an end and what fires that were under way at once either may have come first.</summary>
    private static bool IsAfter(AlertPast alert, Handing handing, Handing? ended) =>
        ended is null || (alert.Alert.TellsOfMoments ? handing.Moment >= ended.Moment : handing.Answered > ended.Number);

    /// <summary>
    /// Whether it held the host down, resumed within the window after its end, and begins anew without evidence: a host that is down stays down until the
    /// second resolved.
    /// </summary>
    private static bool IsPendingStill(HostPast host, AlertPast alert, List<Handing> running, Handing? ended) =>
        ended is not null && !alert.Alert.TellsOfMoments
        && alert.Handings.Exists(handing => handing.HasMerit && handing.Number < ended.Number)
        && running.Exists(handing => handing.Said.Moment <= ended.Said.Moment && handing.At - ended.At < host.Settle);

    /// <summary>Whether something of it was told before its moment, and may have waited for that.</summary>
    private static bool MayHaveCome(AlertPast alert) => alert.Handings.Exists(handing => handing.Said.IsFromTheFuture(handing.At));
}
