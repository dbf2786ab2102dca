using NovaFence.Core.Ledger;
using NovaFence.Simulation.Histories;
using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Sentences;

/// <summary>3. What was answered 2xx is in the ledger. What is not in the ledger was answered 503.</summary>
internal sealed class AnsweredIsStored : Sentence
{
    internal override int Number => 3;

    protected override string? Check(Past past, IReadOnlyList<HostPast> hosts)
    {
        foreach (var handing in past.World.Senders.Handings)
        {
            if (handing.IsSettled && !IsStored(past, hosts, handing))
                return $"{handing.Said}, given at {At(handing.At)}, was answered 2xx ({handing.Outcome!.Verdict}: {handing.Outcome.Reason}), and the ledger did not have it";
        }

        foreach (var host in hosts)
        {
            if (host.Orders.Find(order => order.IsDone && !IsStored(host, order)) is { } lost)
                return $"the command of {At(lost.At)}, {lost.Host} {(lost.Down ? "down" : "up")}, was answered {lost.Outcome!.Verdict}, and the ledger did not have it";
        }

        return null;
    }

    private static bool IsStored(Past past, IReadOnlyList<HostPast> hosts, Handing handing)
    {
        var (said, rows) = (handing.Said, handing.Rows);
        if (said.Alert.Kind == AlertKind.Unrouted)
            return true;
        if (said.IsFromTheFuture(handing.At))
            return IsWaiting(rows, said) || IsOvertaken(past, handing);
        if (said.Alert.Kind == AlertKind.Lost)
            return !said.IsFiring || IsWaiting(rows, said) || IsOvertaken(past, handing);

        var host = hosts.First(one => one.Name == said.Alert.Host);
        if (host.RowIn(rows) is not { } row)
            return false;
        if (said.IsFiring && row.OverruledAt >= host.Time(said.Moment))
            return true;
        return row.Find(said.Alert) is { } entry && (entry.At > host.Time(said.Moment) || (entry.At == host.Time(said.Moment) && (said.IsFiring || !entry.IsFiring)));
    }

    /// <summary>What no record can take waits until another event of its alert is taken.</summary>
    private static bool IsOvertaken(Past past, Handing handing) => past.World.Senders.Handings.Exists(other =>
        other != handing && other.Said.Alert == handing.Said.Alert && other.Number < handing.Answered && other.Answered > handing.Number);

    private static bool IsWaiting(IReadOnlyDictionary<string, LedgerRow> rows, Said said) => rows.ContainsKey($"unresolved:{said.Alert.Receiver}:{said.Alert.Fingerprint}");

    private static bool IsStored(HostPast host, Order order) => host.Versions.Exists(version =>
        version.Number > order.Number && version.Number < order.Answered
        && (order.Down ? version.Row.Owner == "operator" : version.Row.OverruledAt >= host.Time(order.At)));
}
