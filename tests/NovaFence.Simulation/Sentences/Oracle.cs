using NovaFence.Simulation.Histories;
using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Sentences;

/// <summary>
/// Says where a host has to be in the end. It knows what senders and operators said and when by their own clocks, and nothing of how Core
/// comes to its end.
/// </summary>
internal static class Oracle
{
    internal static Wish Of(HostPast host)
    {
        var last = host.Orders.MaxBy(order => order.Number);
        if (last is { Down: true })
            return Wish.Down;
        return host.Newest.Select(said => Of(host, said, last)).DefaultIfEmpty(Wish.Up).Max();
    }

    private static Wish Of(HostPast host, Said said, Order? unset)
    {
        if (!said.IsFiring || said.Moment <= unset?.At)
            return Wish.Up;
        var firing = host.Handings.FindAll(handing => handing.Said.Alert == said.Alert && handing.Said.IsFiring);
        if (!firing.Exists(handing => handing.Said.HasMerit(handing.At)))
            return Wish.Up;
        // Told between the unset and its answer, after an earlier event with merit, or while somebody else held the host: by who came first.
        if (said.Moment <= unset?.AnsweredAt || (said.Alert.Kind == AlertKind.Paged && host.Host.WasTouchedByOthers))
            return Wish.Either;
        return firing.Where(handing => handing.Said.Moment == said.Moment).All(handing => handing.Said.HasMerit(handing.At)) ? Wish.Down : Wish.Either;
    }
}
