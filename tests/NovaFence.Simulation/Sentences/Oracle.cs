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
            return alert.Handings.Exists(handing => handing.HasMerit) || MayHaveCome(alert) ? Wish.Either : Wish.Up;
        if (!word.IsCertain || word.MayHaveGoneOn || MayHaveCome(alert))
            return Wish.Either;
        var running = alert.Handings.FindAll(handing => handing.Said.IsFiring && IsAfter(alert, handing, word.Ended));
        if (!word.Fires || !running.Exists(handing => handing.HasMerit))
            return Wish.Up;
        // A hand of others, and an operator who spoke meanwhile: by who came first.
        if (host.Orders.Exists(order => !order.Down))
            return host.IsOverruled(alert, long.MaxValue) ? Wish.Up : Wish.Either;
        return host.Host.WasTouchedByOthers || !running.TrueForAll(handing => handing.HasMerit) ? Wish.Either : Wish.Down;
    }

    private static bool IsAfter(AlertPast alert, Handing handing, Handing? ended) =>
        ended is null || (alert.Alert.TellsOfMoments ? handing.Moment >= ended.Moment : handing.Number > ended.Number);

    /// <summary>Whether something of it was told before its moment, and may have waited for that.</summary>
    private static bool MayHaveCome(AlertPast alert) => alert.Handings.Exists(handing => handing.Said.IsFromTheFuture(handing.At));
}
