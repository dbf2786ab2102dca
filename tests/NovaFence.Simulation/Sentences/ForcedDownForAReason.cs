using NovaFence.Simulation.Histories;
using NovaFence.Simulation.Outside;
using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Sentences;

/// <summary>1. No <c>forced_down: true</c> goes to Nova without an authentic, newest, evidenced, in-budget event, or an operator's word.</summary>
internal sealed class ForcedDownForAReason : Sentence
{
    internal override int Number => 1;

    protected override string? Check(Past past, IReadOnlyList<HostPast> hosts)
    {
        foreach (var host in hosts)
        {
            foreach (var put in host.Puts)
            {
                if (!put.Down)
                    continue;
                if (Doubt(host, put) is { } doubt)
                    return $"{host.Name} was forced down by {put.By} at {At(put.At - past.World.Clock.Start)}, {doubt}";
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
        if (IsAnOperatorsWord(host, intent.Number) || host.Handings.Exists(handing => handing.Number < intent.Number && Vouches(host, handing, intent.Number)))
            return null;
        return "and no operator had said so, nor any alert that was newest and had its evidence";
    }

    private static bool IsAnOperatorsWord(HostPast host, long before) =>
        host.Orders.Exists(order => order.Down && order.Number < before
            && !host.Orders.Exists(later => !later.Down && later.Number > order.Answered && later.IsDone && later.Answered < before));

    private static bool Vouches(HostPast host, Handing handing, long before)
    {
        var said = handing.Said;
        if (!said.HasMerit(handing.At))
            return false;
        if (host.Orders.Exists(order => !order.Down && order.IsDone && order.Answered < before && said.Moment <= order.At))
            return false;
        var ended = host.Handings.Where(other => other.Said.Alert == said.Alert && other.IsSettled && other.Answered < before
            && !other.Said.IsFiring && other.Said.IsNewerThan(said) && !other.Said.IsFromTheFuture(other.At)).Select(other => other.Said).ToList();
        // What fired again after it had ended is newer than its end.
        // What was down for a route that an operator releases, and was brought up by a PUT of ours that was lost, goes down again.
        if (said.Alert.Kind == AlertKind.Kept && host.Versions.FindLast(version => version.Number < before)?.Row is { State: "forcing_down", DownSince: not null })
            return true;
        return ended.TrueForAll(end => host.Handings.Exists(again => again.Number < before && again.Said.Alert == said.Alert && again.Said.IsFiring && again.Said.IsNewerThan(end)));
    }
}
