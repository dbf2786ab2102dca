using NovaFence.Simulation.Outside;
using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Sentences;

/// <summary>
/// 9. What an operator forced down only an operator raises; what he raised no alert period known then takes down. And what he was told is paused is neither
/// forced down nor unset, for an alert or by the audit, until the pause ends.
/// </summary>
internal sealed class TheOperatorsWordStands : Sentence
{
    internal override int Number => 9;

    protected override string? Check(Past past, IReadOnlyList<HostPast> hosts)
    {
        foreach (var host in hosts)
        {
            foreach (var put in host.Puts)
            {
                if (host.IntentOf(put) is { } intent && (put.Down ? Taken(host, intent) : Raised(host, put, intent)) is { } doubt)
                    return $"{host.Name} was {(put.Down ? "forced down" : "unset")} by {put.By} at {At(put.At - past.World.Clock.Start)}, {doubt}";
            }
        }

        return Paused(past, hosts);
    }

    private static string? Raised(HostPast host, Put put, HostPast.Version intent)
    {
        if (!put.FoundDown || host.Orders.FindLast(order => order.Number < intent.Number) is not { Down: true, IsDone: true } word || word.Answered > intent.Number)
            return null;
        // One who spoke at the same time may have been heard later.
        return host.Orders.Exists(other => !other.Down && other.Number < intent.Number && (other.Answered > word.Number || !other.IsDone)) ? null : $"although an operator had forced it down at {At(word.At)}";
    }

    private static string? Taken(HostPast host, HostPast.Version intent)
    {
        if (host.IsAnOperatorsDown(intent.Number))
            return null;
        var vouching = host.Alerts.Where(alert => ForcedDownForAReason.Vouches(host, alert, intent.Number, intent.Commit.At - host.Time(TimeSpan.Zero), intent.Commit.By)).ToList();
        return vouching.Count > 0 && vouching.TrueForAll(alert => host.IsOverruled(alert, intent.Number)) ? $"although an operator had raised it, for {vouching[0].Alert.Fingerprint}, which he knew" : null;
    }

    private static string? Paused(Past past, IReadOnlyList<HostPast> hosts)
    {
        var pausings = past.World.Pausers.All;
        foreach (var pause in pausings)
        {
            if (!pause.Pauses || !pause.IsDone || (pause.IsDrill && !past.History.ClocksAgree))
                continue;
            var others = pausings.FindAll(other => other != pause && other.Host == pause.Host);
            // Of two who speak at the same time nobody can tell whose word counts.
            if (others.Exists(other => other.Number < pause.Number && other.Answered > pause.Number))
                continue;
            // The next word about it may take effect as soon as it is said.
            var ends = others.Where(other => other.Number > pause.Number).Select(other => other.Number).DefaultIfEmpty(long.MaxValue).Min();
            foreach (var host in hosts)
            {
                if ((pause.Host ?? host.Name) == host.Name && host.Versions.Find(version => IsAgainst(pause, version, host, ends, past.History.Skew)) is { } intent)
                    return $"{intent.Commit.By} began to {(intent.Row.Attempt!.Down ? "force down" : "unset")} {host.Name} at {At(intent.Commit.At - past.World.Clock.Start)}, and {pause.Host ?? "everything"} was paused at {At(pause.At)}";
            }
        }

        return null;
    }

    private static bool IsAgainst(Pausing pause, HostPast.Version version, HostPast host, long ends, TimeSpan skew) =>
        version.IsIntent
        && version.Number > pause.Answered && version.Number < ends
        // It lasts from when it was taken, which is not before it was said.
        && (pause.Duration is not { } duration || version.Commit.At + skew < host.Time(pause.At + duration))
        // A drill ends where nova-compute reports no more, or cannot be told of.
        && !(pause.IsDrill && !(host.Host is { WasTouchedByOthers: false, WasAlwaysListed: true } && host.Host.Heart.BeatThroughout(host.Time(pause.At), version.Commit.At)))
        && !host.Orders.Exists(order => IsOf(order, version));

    /// <summary>Whether it may be the intent of that command, which goes through while paused. One that was answered as failed may be stored late.</summary>
    private static bool IsOf(Order order, HostPast.Version intent) =>
        order.Down == intent.Row.Attempt!.Down && order.Number < intent.Number && (order.Answered > intent.Number || !order.IsDone || intent.Row.Word is { DoneAt: null } word && word.Down == order.Down);
}
