using System.Collections.Frozen;
using NovaFence.Core.Cloud;

namespace NovaFence.Core.Hosts;

/// <summary>The compute hosts Nova listed last, ready to be looked up by a name an alert gave. Immutable.</summary>
public sealed class Fleet
{
    private readonly FrozenDictionary<string, ComputeHost[]> _byName;
    private readonly FrozenDictionary<string, ComputeHost[]> _byShortName;
    private readonly FrozenSet<string> _forcedDown;
    private readonly FrozenSet<string> _disabledByOthers;

    /// <summary>Makes the look-up tables.</summary>
    /// <param name="hosts">The hosts.</param>
    /// <param name="forcedDown">Names of those that Nova listed as forced down, whoever did it.</param>
    /// <param name="listedAt">When the listing began, UTC; the least possible moment when it is not known.</param>
    /// <param name="disabledByOthers">Names of those that somebody else has disabled.</param>
    public Fleet(IEnumerable<ComputeHost> hosts, IEnumerable<string> forcedDown, DateTimeOffset listedAt, params IEnumerable<string> disabledByOthers)
    {
        Hosts = [.. hosts.OrderBy(host => host.Name, StringComparer.Ordinal)];
        ListedAt = listedAt;
        _byName = Group(Hosts, host => host.Name);
        _byShortName = Group(Hosts, host => ShortName(host.Name));
        _forcedDown = forcedDown.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _disabledByOthers = disabledByOthers.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>No listing yet.</summary>
    public static Fleet Empty { get; } = new([], [], DateTimeOffset.MinValue);

    /// <summary>The hosts, by name.</summary>
    public IReadOnlyList<ComputeHost> Hosts { get; }

    /// <summary>When the listing began, UTC.</summary>
    public DateTimeOffset ListedAt { get; }

    /// <summary>How many compute hosts there are.</summary>
    public int Size => Hosts.Count;

    /// <summary>Whether Nova listed this host as forced down.</summary>
    public bool WasForcedDown(string host) => _forcedDown.Contains(host);

    /// <summary>Whether somebody else has disabled it; also known where the fleet was read from the ledger.</summary>
    public bool IsDisabledByOthers(string host) => _disabledByOthers.Contains(host);

    /// <summary>Whether it says of hosts, their ids and who disabled them what the other one says.</summary>
    internal bool Says(Fleet other) => Hosts.SequenceEqual(other.Hosts) && _disabledByOthers.SetEquals(other._disabledByOthers);

    /// <summary>
    /// The hosts that this name may mean. Letters' case does not count. A full name wins; a name without a domain also means the host of
    /// that short name, and a name with a domain the host that Nova knows by the short name alone. Two different domains never match.
    /// </summary>
    public IReadOnlyList<ComputeHost> Named(string name)
    {
        if (_byName.TryGetValue(name, out var exact))
            return exact;
        if (HostResolver.IsAddress(name))
            return [];
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
            return _byShortName.GetValueOrDefault(name, []);
        return _byName.GetValueOrDefault(name[..dot], []);
    }

    private static FrozenDictionary<string, ComputeHost[]> Group(IEnumerable<ComputeHost> hosts, Func<ComputeHost, string> key) =>
        hosts.GroupBy(key, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.OrdinalIgnoreCase);

    private static string ShortName(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? name : name[..dot];
    }
}
