using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Sentences;

/// <summary>9. What an operator was told is paused is neither forced down nor unset, for an alert or by the audit, until the pause ends.</summary>
internal sealed class PausedIsLeftAlone : Sentence
{
    internal override int Number => 9;

    protected override string? Check(Past past, IReadOnlyList<HostPast> hosts)
    {
        var pausings = past.World.Pausers.All;
        foreach (var pause in pausings)
        {
            if (!pause.Pauses || !pause.IsDone)
                continue;
            var others = pausings.FindAll(other => other != pause && other.Host == pause.Host);
            // Of two who speak at the same time nobody can tell whose word counts.
            if (others.Exists(other => other.Number < pause.Number && other.Answered > pause.Number))
                continue;
            // The next word about it may take effect as soon as it is said.
            var ends = others.Where(other => other.Number > pause.Number).Select(other => other.Number).DefaultIfEmpty(long.MaxValue).Min();
            foreach (var host in hosts)
            {
                if ((pause.Host ?? host.Name) == host.Name && host.Versions.Find(version => IsAgainst(pause, version, host, ends)) is { } intent)
                    return $"{intent.Commit.By} began to {(intent.Row.Attempt!.Down ? "force down" : "unset")} {host.Name} at {At(intent.Commit.At - past.World.Clock.Start)}, and {pause.Host ?? "everything"} was paused at {At(pause.At)}";
            }
        }

        return null;
    }

    private static bool IsAgainst(Pausing pause, HostPast.Version version, HostPast host, long ends) =>
        version.IsIntent
        && version.Number > pause.Answered && version.Number < ends
        // It lasts from when it was taken, which is not before it was said.
        && (pause.Duration is not { } duration || version.Commit.At < host.Time(pause.At + duration))
        && !host.Orders.Exists(order => IsOf(order, version));

    /// <summary>Whether it may be the intent of that command, which goes through while paused. One that was answered as failed may be stored late.</summary>
    private static bool IsOf(Order order, HostPast.Version intent) =>
        order.Down == intent.Row.Attempt!.Down && order.Number < intent.Number && (order.Answered > intent.Number || !order.IsDone);
}
