using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Sentences;

/// <summary>
/// 5. No alert makes the hosts down, ours and others', more than row 10 allows, over all instances: neither at a time nor within an hour. An operator's
/// word stands for budget.
/// </summary>
internal sealed class NeverBeyondTheBudget : Sentence
{
    /// <summary><c>Budget:MaxPerHostPerHour</c>.</summary>
    private const int PerHostAndHour = 2;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    internal override int Number => 5;

    protected override string? Check(Past past, IReadOnlyList<HostPast> hosts) => AtATime(past, hosts) ?? WithinAnHour(past, hosts) ?? InTheEnd(past, hosts);

    private static string? AtATime(Past past, IReadOnlyList<HostPast> hosts)
    {
        var versions = hosts.SelectMany(host => host.Versions.Select(version => (Host: host, Version: version))).GroupBy(one => one.Version.Number).OrderBy(commit => commit.Key);
        var held = new HashSet<string>(StringComparer.Ordinal);
        foreach (var commit in versions)
        {
            // Of one commit, what is given back is counted first, and what operators forced down last: it is theirs to exceed.
            foreach (var (host, version) in commit.OrderByDescending(one => one.Version.Row.IsClear).ThenBy(one => one.Version.Row.Owner == "operator"))
            {
                // An unset of what was clear takes no place, nor what is to go down again and has no intent yet.
                var isTaken = version.Row is { State: "down" } or { State: "forcing_down", Attempt: not null } or { State: "forcing_down", DownSince: not null } && held.Add(host.Name);
                if (version.Row.IsClear)
                    held.Remove(host.Name);
                if (!(isTaken || IsBegunAgain(host, version)) || version.Row is not { State: "forcing_down", Owner: "alert" })
                    continue;
                var limit = Math.Min(version.Commit.By.Setup.Budget, past.History.Hosts);
                // What a PUT that arrived late had down already is not made down by it.
                if (held.Count > limit && !host.WasSeen(version, forcedDown: true))
                    return $"{version.Commit.By} began to force down {host.Name} at {At(version.Commit.At - past.World.Clock.Start)}: {string.Join(", ", held.Order(StringComparer.Ordinal))} are down or going down, and {limit} may be";
                var put = host.Puts.Find(put => put.Down && put.Number > version.Number && put.By == version.Commit.By);
                if (put is not null && host.IntentOf(put) is { Row.Owner: "alert" } && held.Union(put.OthersDown, StringComparer.Ordinal).ToList() is { } down && Share(past, put) is var share && down.Count > share && IsKnown(past, put, held))
                    return $"{version.Commit.By} forced down {host.Name} at {At(put.At - past.World.Clock.Start)}: ours and others', {string.Join(", ", down.Order(StringComparer.Ordinal))} are down, and {share} may be";
            }
        }

        return null;
    }

    /// <summary>Whether it is the intent of what waits in its place, and of which Nova was told nothing yet: there may be fewer places by now.</summary>
    private static bool IsBegunAgain(HostPast host, HostPast.Version version) =>
        version.IsIntent && version.Row is { Attempt: { Down: true, SwitchesOff: false }, DownSince: null } && version.Before is { Attempt: null }
        && host.ClearedBefore(version.Number) is var cleared
        && !host.Versions.Exists(other => other.Number > cleared && other.Number < version.Number && (other.GaveUp is not null || other.Row.SwitchedOff is not null || EndsALease(host, other)))
        && !host.Puts.Exists(put => put.Down && put.Number > cleared && put.Number < version.Number && (put.Changed || put.IsInDoubt));

    /// <summary>Whether another instance ended with it what it could not know to be unsent.</summary>
    private static bool EndsALease(HostPast host, HostPast.Version version) => version.Before?.Attempt is { Down: true, SwitchesOff: false } lost && version.Row.Attempt is null
        && host.Versions.Find(other => other.IsIntent && other.Row.Attempt!.Id == lost.Id) is { } intent && intent.Commit.By != version.Commit.By;

    /// <summary>How many may be down by the number of hosts that the sender had last seen.</summary>
    private static int Share(Past past, Outside.Put put) => put.By.Setup.MostHosts(
        past.World.Cloud.Looks.FindLast(look => look.By == put.By && look.Ended < put.Number && look.Count is not null)?.Count ?? past.World.Cloud.Hosts.Count);

    /// <summary>Whether the listings just before showed what others had forced down. What is disabled runs nothing new, and takes no place.</summary>
    private static bool IsKnown(Past past, Outside.Put put, HashSet<string> ours) => put.OthersDown.Where(host => !ours.Contains(host)).All(host =>
        past.World.Cloud.Looks.Exists(look => look.By == put.By && look.Ended < put.Number && put.At - look.EndedAt < TimeSpan.FromSeconds(5)) &&
        past.World.Cloud.Looks.Where(look => look.By == put.By && look.Ended < put.Number && put.At - look.EndedAt < TimeSpan.FromSeconds(5)).All(look => look.Of(host) is { ForcedDown: true, Disabled: false }));

    private static string? WithinAnHour(Past past, IReadOnlyList<HostPast> hosts)
    {
        var all = new List<DateTimeOffset>();
        foreach (var host in hosts)
        {
            var own = new List<DateTimeOffset>();
            var cleared = -1L;
            foreach (var put in host.Puts.Where(put => put is { Down: true, Changed: true }))
            {
                if (host.IntentOf(put) is not { Row.Owner: "alert" } intent || host.ClearedBefore(intent.Number) == cleared)
                    continue;
                cleared = host.ClearedBefore(intent.Number);
                own.Add(put.At);
                if (own.Count(at => at > put.At - Hour) > PerHostAndHour)
                    return $"{host.Name} was forced down by alerts for the third time within an hour by {put.By} at {At(put.At - past.World.Clock.Start)}";
            }

            all.AddRange(own);
        }

        var most = 2 * Math.Max(past.History.Setup.Budget, past.History.Others?.Budget ?? 0);
        return all.Exists(last => all.Count(at => at <= last && at > last - Hour) > most) ? $"by alerts, hosts were forced down more than {most} times within an hour" : null;
    }

    private static string? InTheEnd(Past past, IReadOnlyList<HostPast> hosts)
    {
        var places = BudgetRow.Count(past.Later.Rows.GetValueOrDefault("places")?.Json);
        var held = hosts.Where(host => host.RowAt(past.Later) is { IsClear: false }).ToList();
        // A host that was found up gave its place back, and one that another hand took down, and an operator wants up, never had one; nor has it one while he waits, having thought better of it, for a
        // Nova that lists it no more.
        var most = held.Count;
        var least = held.Count(host => past.Later.Down.Contains(host.Name) && host.RowAt(past.Later) is not ({ DownSince: null, Word.Down: false } or { DownSince: null, State: "releasing", Word.DoneAt: null }));
        return places >= least && places <= most ? null : $"in the end {held.Count} hosts are down, and {places} places of the budget are taken";
    }
}
