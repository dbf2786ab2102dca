using NovaFence.Simulation.Outside;
using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Sentences;

/// <summary>2. Nothing is unset that an alert did not force down through NovaFence, unless an operator says so by name.</summary>
internal sealed class UnsetOnlyWhatIsOurs : Sentence
{
    internal override int Number => 2;

    protected override string? Check(Past past, IReadOnlyList<HostPast> hosts)
    {
        foreach (var host in hosts)
        {
            foreach (var put in host.Puts)
            {
                if (put.Down)
                    continue;
                if (Doubt(host, put) is { } doubt)
                    return $"{host.Name} was unset by {put.By} at {At(put.At - past.World.Clock.Start)}, {doubt}";
            }
        }

        return null;
    }

    private static string? Doubt(HostPast host, Put put)
    {
        if (host.IntentOf(put) is not { } intent)
            return "and the ledger had no intent of it";
        if (put.At > intent.Row.Attempt!.Until)
            return "after its lease had ended";
        var cleared = host.ClearedBefore(intent.Number);
        if (host.IsUnsetByAnOperator(intent.Number))
            return null;
        if (host.Orders.Exists(order => order.Down && order.IsDone && order.Number > cleared && order.Answered < intent.Number))
            return "although an operator had forced it down";
        if (host.Versions.Exists(version => version.IsIntent && version.Row.Attempt!.Down && version.Number > cleared && version.Number < intent.Number))
            return null;
        // What had been given up may have arrived in Nova after all: then it is ours, whatever the record said.
        if (host.Puts.Exists(other => other.Down && other.Number < put.Number && other.IsInDoubt) || host.Versions.Exists(version => version.Number < intent.Number && version.GaveUp is { Down: true }))
            return null;
        return "and no alert had forced it down through NovaFence";
    }
}
