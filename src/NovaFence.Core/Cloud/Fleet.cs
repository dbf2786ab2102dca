using System.Runtime.InteropServices;

namespace NovaFence.Core.Cloud;

/// <summary>
/// The compute services of one listing, ready to be looked up; or, after a start, the hosts that the ledger remembers, of which nothing but the name and
/// the id is known. Immutable.
/// </summary>
public sealed class Fleet
{
    /// <summary>
    /// By so much our clock and Keystone's may differ before ours is no longer used to tell how old a report is. Nova's own services compare each other's
    /// clocks without any correction, so a cloud keeps its clocks closer than this.
    /// </summary>
    public static readonly TimeSpan MaxClockDifference = TimeSpan.FromSeconds(5);

    /// <summary>How much later than it is due a report may be stored: RabbitMQ, the conductor and whole seconds of the database take their time.</summary>
    internal static readonly TimeSpan ReportAllowance = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, ComputeService[]> _rows;
    private readonly Dictionary<string, ComputeHost> _byName;
    private readonly TimeSpan? _clockAhead;
    private readonly DateTimeOffset? _newestReport;
    private volatile Counted? _counted;

    private Fleet(IEnumerable<ComputeHost> hosts, IReadOnlyList<ComputeService> services, DateTimeOffset beganAt, DateTimeOffset endedAt, TimeSpan? clockAhead)
    {
        // Every look makes one of these, of thousands of services, and looks a few of them up.
        _byName = new Dictionary<string, ComputeHost>(services.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var host in hosts)
            _byName.TryAdd(host.Name, host);
        var sorted = _byName.Values.ToArray();
        Array.Sort(sorted, (one, other) => string.CompareOrdinal(one.Name, other.Name));
        Hosts = sorted;
        Services = services;
        BeganAt = beganAt;
        EndedAt = endedAt;
        _clockAhead = clockAhead;
        _rows = new Dictionary<string, ComputeService[]>(services.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var service in services)
        {
            ref var rows = ref CollectionsMarshal.GetValueRefOrAddDefault(_rows, service.Host.Name, out _);
            rows = rows is null ? [service] : [.. rows, service];
        }

        _newestReport = services.Max(service => service.UpdatedAt);
    }

    /// <summary>Nothing is known yet.</summary>
    public static Fleet Empty { get; } = new([], [], DateTimeOffset.MinValue, DateTimeOffset.MinValue, null);

    /// <summary>The fleet of a listing.</summary>
    /// <param name="services">Nova's rows.</param>
    /// <param name="beganAt">When the listing began, UTC, by our clock.</param>
    /// <param name="endedAt">When it was there.</param>
    /// <param name="clockAhead"><see cref="CloudListing.Listed.ClockAhead"/>.</param>
    public static Fleet Listed(IReadOnlyList<ComputeService> services, DateTimeOffset beganAt, DateTimeOffset endedAt, TimeSpan? clockAhead = null) =>
        new(services.Select(service => service.Host), services, beganAt, endedAt, clockAhead);

    /// <summary>The fleet that the ledger remembers.</summary>
    public static Fleet Remembered(IEnumerable<ComputeHost> hosts) => new(hosts, [], DateTimeOffset.MinValue, DateTimeOffset.MinValue, null);

    /// <summary>The hosts, by name; each once, however many services Nova lists for it.</summary>
    public IReadOnlyList<ComputeHost> Hosts { get; }

    /// <summary>Nova's rows; empty where the fleet is only remembered.</summary>
    public IReadOnlyList<ComputeService> Services { get; }

    /// <summary>When the listing began, UTC; the least possible moment where it is only remembered.</summary>
    public DateTimeOffset BeganAt { get; }

    /// <summary>When the listing was there, UTC.</summary>
    public DateTimeOffset EndedAt { get; }

    /// <summary>How many compute hosts there are.</summary>
    public int Size => Hosts.Count;

    /// <summary>Whether Nova said it, and not only the ledger.</summary>
    public bool IsListed => BeganAt > DateTimeOffset.MinValue;

    /// <summary>Whether our clock is so far from the cloud's that a report's age is told by the newest report of the listing alone.</summary>
    public bool ClocksDisagree => _clockAhead is { } ahead && ahead.Duration() > MaxClockDifference;

    /// <summary>How far the cloud's clock is ahead of ours; null where it is not known.</summary>
    public TimeSpan? ClockAhead => _clockAhead;

    /// <summary>Whether it names the same services as the other one.</summary>
    internal bool Says(Fleet other) => Hosts.SequenceEqual(other.Hosts);

    /// <summary>Nova's rows of this host.</summary>
    internal IReadOnlyList<ComputeService> RowsOf(string host) => _rows.GetValueOrDefault(host, []);

    /// <summary>What the listing says of this host.</summary>
    internal Sighting Sight(string host, TimeSpan reportInterval)
    {
        if (!IsListed)
            return Sighting.NotHad;
        var rows = RowsOf(host);
        var kind = rows switch
        {
            [] => SightingKind.Missing,
            [{ ForcedDown: null }] => SightingKind.CellDown,
            [{ ForcedDown: true }] => SightingKind.ForcedDown,
            [{ ForcedDown: false }] => SightingKind.Free,
            _ => SightingKind.Several,
        };
        var row = rows is [var only] ? only : null;
        return new Sighting(kind, row, BeganAt, EndedAt)
        {
            ReportAge = row is null ? null : AgeOf(row),
            OthersReport = OthersReport(rows, reportInterval),
        };
    }

    /// <summary>How old a row's newest report is by the cloud's clock; null where it is not known.</summary>
    /// <remarks>
    /// The cloud's clock is ours, corrected by what the token's <c>issued_at</c> told, or the newest <c>updated_at</c> of the listing where that is later.
    /// Where the two clocks are further apart than <see cref="MaxClockDifference"/> the newest <c>updated_at</c> alone counts.
    /// </remarks>
    internal TimeSpan? AgeOf(ComputeService service)
    {
        if (service.UpdatedAt is not { } reported || _newestReport is not { } newest)
            return null;
        var ours = BeganAt + (_clockAhead ?? TimeSpan.Zero);
        return (ClocksDisagree || newest > ours ? newest : ours) - reported;
    }

    /// <summary>The names of the hosts that are forced down and enabled, whoever forced them down.</summary>
    internal IEnumerable<string> ForcedDownAndEnabled() =>
        Services.Where(service => service is { ForcedDown: true } && service.Disabled != true).Select(service => service.Host.Name);

    /// <summary>
    /// The hosts that this name may mean. Letters' case does not count, nor how an address is written. An exact name wins; otherwise a full and a short name
    /// meet where the domain is one of <paramref name="domains"/>. Two different domains never meet.
    /// </summary>
    /// <param name="name">The name, without a port.</param>
    /// <param name="domains">What may follow a short name, without the dot: <c>Hosts:Domains</c>.</param>
    public IReadOnlyList<ComputeHost> Named(string name, IEnumerable<string> domains)
    {
        if (_byName.TryGetValue(name, out var exact))
            return [exact];
        if (HostAddress.Canonical(name) is { } address)
            return [.. Hosts.Where(host => HostAddress.Canonical(host.Name) == address)];
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
            return [.. domains.Select(domain => _byName.GetValueOrDefault($"{name}.{domain}")).OfType<ComputeHost>().Distinct()];
        return domains.Contains(name[(dot + 1)..], StringComparer.OrdinalIgnoreCase) && _byName.TryGetValue(name[..dot], out var found) ? [found] : [];
    }

    /// <summary>False where three or more other enabled services are listed and none of them has reported lately: then the listing says nothing of this one either.</summary>
    private bool OthersReport(IReadOnlyList<ComputeService> own, TimeSpan reportInterval)
    {
        // Counted once for the whole listing: an audit asks it of every host.
        var counted = _counted;
        if (counted?.ReportInterval != reportInterval)
            _counted = counted = new Counted(reportInterval, Services.Count(IsWatched), Services.Count(service => IsWatched(service) && HasReported(service, reportInterval)));
        return counted.Watched - own.Count(IsWatched) < 3 || counted.Reporting > own.Count(service => IsWatched(service) && HasReported(service, reportInterval));
    }

    private static bool IsWatched(ComputeService service) => service is { ForcedDown: false } && service.Disabled != true;

    private bool HasReported(ComputeService service, TimeSpan reportInterval) => AgeOf(service) < reportInterval + ReportAllowance;

    /// <summary>How many enabled services that are not forced down are listed, and how many of them have reported lately.</summary>
    private sealed record Counted(TimeSpan ReportInterval, int Watched, int Reporting);
}
