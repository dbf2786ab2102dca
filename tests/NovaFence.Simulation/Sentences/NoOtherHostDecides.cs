using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Sentences;

/// <summary>10. Which host is acted on never rests on another host's name, label or alert.</summary>
internal sealed class NoOtherHostDecides : Sentence
{
    internal override int Number => 10;

    protected override string? Check(Past past, IReadOnlyList<HostPast> hosts)
    {
        foreach (var host in hosts)
        {
            foreach (var put in host.Puts)
            {
                if (host.IntentOf(put) is { } intent && (put.Down ? Taken(host, intent) : Raised(past, host, intent)) is { } doubt)
                    return $"{host.Name} was {(put.Down ? "forced down" : "unset")} by {put.By} at {At(put.At - past.World.Clock.Start)}, {doubt}";
            }
        }

        return null;
    }

    private static string? Taken(HostPast host, HostPast.Version intent)
    {
        if (host.IsAnOperatorsDown(intent.Number) || host.Alerts.Any(alert => alert.Handings.Exists(handing => handing.NamesItsHost && handing.Number < intent.Number)))
            return null;
        return "and no alert that is its own had named it";
    }

    /// <summary>What shows that it was raised as an event ended an alert of it that named another host.</summary>
    private static string? Raised(Past past, HostPast host, HostPast.Version intent)
    {
        if (host.IsUnsetByAnOperator(intent.Number))
            return null;
        foreach (var alert in host.Alerts)
        {
            // An incident with which others were merged is of several hosts, and ends in each, whatever its text.
            if (intent.Row.Find(alert.Alert) is not { Accepted: true, IsFiring: false } || past.World.Senders.Handings.Exists(merge => merge.IsTaken && merge.Said.MergedInto == alert.Alert.Fingerprint && merge.Owner != host.Name && merge.Number < intent.Number))
                continue;
            var ends = alert.Handings.FindAll(handing => !handing.Said.IsFiring && handing.Number < intent.Number);
            if (ends.Count > 0 && ends.TrueForAll(handing => handing is { NamesItsHost: false, MayNameNobody: false } && handing.Said.Names.Length > 0))
                return $"as {ends[^1].Said} had ended {alert.Alert.Fingerprint}";
        }

        return null;
    }
}
