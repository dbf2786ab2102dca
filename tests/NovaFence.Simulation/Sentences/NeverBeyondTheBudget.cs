using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Sentences;

/// <summary>5. Down and going-down hosts never exceed the budget, over all instances. An operator's word stands for budget.</summary>
internal sealed class NeverBeyondTheBudget : Sentence
{
    internal override int Number => 5;

    protected override string? Check(Past past, IReadOnlyList<HostPast> hosts)
    {
        var limit = Math.Min(past.History.Budget, past.History.Hosts);
        var versions = hosts.SelectMany(host => host.Versions.Select(version => (Host: host.Name, Version: version))).GroupBy(one => one.Version.Number).OrderBy(commit => commit.Key);
        var held = new HashSet<string>(StringComparer.Ordinal);
        foreach (var commit in versions)
        {
            // Of one commit, what is given back is counted first, and what operators forced down last: it is theirs to exceed.
            foreach (var (host, version) in commit.OrderByDescending(one => one.Version.Row.IsClear).ThenBy(one => one.Version.Row.Owner == "operator"))
            {
                // An unset of what was clear takes no place.
                var isTaken = version.Row.State is "forcing_down" or "down" && held.Add(host);
                if (version.Row.IsClear)
                    held.Remove(host);
                if (isTaken && version.Row is { State: "forcing_down", Owner: "alert" } && held.Count > limit)
                    return $"{version.Commit.By} began to force down {host} at {At(version.Commit.At - past.World.Clock.Start)}: {string.Join(", ", held.Order(StringComparer.Ordinal))} are down or going down, and {limit} may be";
            }
        }

        var places = BudgetRow.Count(past.Later.Rows.GetValueOrDefault("budget")?.Json);
        return places == held.Count ? null : $"in the end {held.Count} hosts are down, and {places} places of the budget are taken";
    }
}
