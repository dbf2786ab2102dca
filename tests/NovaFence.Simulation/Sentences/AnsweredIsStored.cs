using NovaFence.Core.Decisions;
using NovaFence.Simulation.Histories;
using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Sentences;

/// <summary>3. What was answered 2xx and not <em>ignored</em> is in the ledger. What is not in the ledger and not <em>ignored</em> was answered 503 or 4xx. And each answer says what became of its event.</summary>
internal sealed class AnsweredIsStored : Sentence
{
    internal override int Number => 3;

    protected override string? Check(Past past, IReadOnlyList<HostPast> hosts)
    {
        foreach (var handing in past.World.Senders.Handings)
        {
            if (handing.IsSettled && !IsStored(past, hosts, handing))
                return $"{handing.Said}, given at {At(handing.At)}, was answered 2xx ({handing.Outcome!.Verdict.Kind}: {handing.Outcome.Verdict.Text}), and the ledger did not have it";
        }

        if (past.World.Senders.Handings.Find(handing => handing.Outcome?.Verdict is { Kind: VerdictKind.Ignored, Reason: Reason.Unfinished }) is { } vague)
            return $"{vague.Said}, given at {At(vague.At)}, was answered {vague.Outcome!.Verdict.Text}, which does not say what became of it";
        foreach (var host in hosts)
        {
            if (host.Orders.Find(order => order.IsDone && !IsStored(host, order) && !IsOvertaken(host, order)) is { } lost)
                return $"the command of {At(lost.At)}, {lost.Host} {(lost.Down ? "down" : "up")}, was answered {lost.Outcome!.Verdict}, and the ledger did not have it";
        }

        return null;
    }

    private static bool IsStored(Past past, IReadOnlyList<HostPast> hosts, Handing handing)
    {
        var (said, rows) = (handing.Said, handing.Rows);
        if (said.Alert.Kind == AlertKind.Unrouted || handing.Outcome!.Verdict.Kind.ToString() == "Ignored")
            return true;
        if (rows.ContainsKey($"unresolved:{said.Alert.Receiver}:{said.Alert.Fingerprint}") || IsOvertaken(past, handing))
            return true;
        // What ended may be forgotten with the host that it held down.
        var entry = hosts.Select(host => host.RowIn(rows)?.Find(said.Alert)).FirstOrDefault(found => found is not null);
        if (entry is null)
            return !said.IsFiring || (MakesRoom(handing.Outcome.Verdict.Reason) && hosts.Any(host => host.Name == handing.Owner && host.WasFull));
        return entry.Status == "resolved" != said.IsFiring || !handing.NamesItsHost || said.Alert.TellsOfMoments || (!said.IsFiring && HasBegunSince(past, handing));
    }

    /// <summary>Whether what waits for that is let go of, in a record that is full, for another: what lacks evidence, and at last what lacks its machine's power.</summary>
    private static bool MakesRoom(Core.Decisions.Reason reason) =>
        reason is Core.Decisions.Reason.NoEvidence or Core.Decisions.Reason.TooOld or (>= Core.Decisions.Reason.CheckingPower and <= Core.Decisions.Reason.PowerNotConfigured and not Core.Decisions.Reason.SwitchingOff);

    /// <summary>Whether a later start was heard before that end: then what it ended is over already, and the next fires.</summary>
    private static bool HasBegunSince(Past past, Handing end) => past.World.Senders.Handings.Exists(begin =>
        begin.Said.Alert == end.Said.Alert && begin.Said.IsFiring && begin.Said.Moment > end.Said.Moment && begin.Number < end.Answered);

    /// <summary>Of two that are under way at once, the later one is what the ledger has.</summary>
    private static bool IsOvertaken(Past past, Handing handing) => past.World.Senders.Handings.Exists(other =>
        other != handing && other.Said.Alert == handing.Said.Alert && other.Number < handing.Answered && other.Answered > handing.Number);

    /// <summary>Of two opposite commands that are under way at once, the later one is what the ledger has.</summary>
    private static bool IsOvertaken(HostPast host, Order order) => host.Orders.Exists(other => other.Down != order.Down && other.Number < order.Answered && other.Answered > order.Number);

    private static bool IsStored(HostPast host, Order order) => IsOf(host.RowIn(order.Rows), order, host) || host.Versions.Exists(version =>
        version.Number > order.Number && version.Number < order.Answered && IsOf(version.Row, order, host));

    private static bool IsOf(HostRow? row, Order order, HostPast host) =>
        row is not null && (row.Word?.Down == order.Down || (order.Down ? row.Owner == "operator" : row.OverruledAt >= host.Time(order.At) - host.Skew));
}
