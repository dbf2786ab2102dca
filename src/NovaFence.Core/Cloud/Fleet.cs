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
    internal static readonly TimeSpan MaxClockDifference = TimeSpan.FromSeconds(5);

    /// <summary>How much later than it is due a report may be stored: RabbitMQ, the conductor and whole seconds of the database take their time.</summary>
    internal static readonly TimeSpan ReportAllowance = TimeSpan.FromSeconds(5);

    /// <summary>Within so long every host that lives has reported, however long the interval that is configured.</summary>
    private static readonly TimeSpan ReportsWithin = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, Known> _byName;
    private readonly TimeSpan? _clockAhead;
    private readonly DateTimeOffset? _newestReport;
    private volatile IReadOnlyList<ComputeHost>? _sorted;
    private volatile Counted? _counted;

    // Every look makes one of these, of thousands of services, and looks a few of them up.
    private Fleet(Dictionary<string, Known> byName, IReadOnlyList<ComputeService> services, DateTimeOffset beganAt, DateTimeOffset endedAt, TimeSpan? clockAhead)
    {
        _byName = byName;
        Services = services;
        BeganAt = beganAt;
        EndedAt = endedAt;
        _clockAhead = clockAhead;
        _newestReport = services.Max(service => service.UpdatedAt);
    }

    /// <summary>Nothing is known yet.</summary>
    public static Fleet Empty { get; } = Remembered([]);

    /// <summary>The fleet of a listing.</summary>
    /// <param name="services">Nova's rows.</param>
    /// <param name="beganAt">When the listing began, UTC, by our clock.</param>
    /// <param name="endedAt">When it was there.</param>
    /// <param name="clockAhead"><see cref="CloudListing.Listed.ClockAhead"/>.</param>
    /// <param name="timestamp">When it was there as the process measures what passes, where that is known: no clock's leap changes that.</param>
    /// <param name="leapt">How far our machine's clock had leapt ahead of what we go by.</param>
    public static Fleet Listed(IReadOnlyList<ComputeService> services, DateTimeOffset beganAt, DateTimeOffset endedAt, TimeSpan? clockAhead = null, long? timestamp = null, TimeSpan leapt = default)
    {
        var byName = new Dictionary<string, Known>(services.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var service in services)
        {
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(byName, service.Host.Name, out var isListed);
            known = isListed ? known with { IsSeveral = true, More = [.. known.More ?? [known.Row!], service] } : new Known(service.Host, service, null, byName.Count - 1);
        }

        return new Fleet(byName, services, beganAt, endedAt, clockAhead) { Timestamp = timestamp, Leapt = leapt };
    }

    /// <summary>The fleet that the ledger remembers: a host each, or a service each where a name has several.</summary>
    public static Fleet Remembered(IEnumerable<ComputeHost> hosts)
    {
        var byName = new Dictionary<string, Known>(StringComparer.OrdinalIgnoreCase);
        foreach (var host in hosts)
        {
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(byName, host.Name, out var isKnown);
            known = isKnown ? known with { IsSeveral = true } : new Known(host, null, null, byName.Count - 1);
        }

        return new Fleet(byName, [], DateTimeOffset.MinValue, DateTimeOffset.MinValue, null);
    }

    /// <summary>The hosts, by name; each once, however many services Nova lists for it. Sorted when somebody first asks: most looks need one host only.</summary>
    public IReadOnlyList<ComputeHost> Hosts => _sorted ??= [.. UnorderedHosts.OrderBy(static host => host.Name, StringComparer.Ordinal)];

    /// <summary>Nova's rows; empty where the fleet is only remembered.</summary>
    public IReadOnlyList<ComputeService> Services { get; }

    /// <summary>When the listing began, UTC; the least possible moment where it is only remembered.</summary>
    public DateTimeOffset BeganAt { get; }

    /// <summary>When the listing was there, UTC.</summary>
    public DateTimeOffset EndedAt { get; }

    /// <summary>When the listing was there as the process measures what passes; null where that is not known.</summary>
    internal long? Timestamp { get; private init; }

    /// <summary>How far our machine's clock had leapt ahead of what we go by; negative where it was behind.</summary>
    internal TimeSpan Leapt { get; private init; }

    // Nothing is recent that is still to come: our clock was put back since.
    internal bool HasBegunWithin(TimeSpan time, DateTimeOffset now) => now >= BeganAt && now - BeganAt < time;

    internal bool HasEndedWithin(TimeSpan time, DateTimeOffset now) => now >= EndedAt && now - EndedAt <= time;

    /// <summary>How many compute hosts there are.</summary>
    public int Size => _byName.Count;

    /// <summary>Whether Nova said it, and not only the ledger.</summary>
    public bool IsListed => BeganAt > DateTimeOffset.MinValue;

    /// <summary>Whether our clock is so far from the cloud's that a report's age is told by the newest report of the listing alone.</summary>
    public bool ClocksDisagree => _clockAhead is { } ahead && ahead.Duration() > MaxClockDifference;

    /// <summary>How far the cloud's clock is ahead of ours; null where it is not known.</summary>
    public TimeSpan? ClockAhead => _clockAhead;

    /// <summary>Now by whichever clock is behind, ours or the cloud's where they disagree: what is to keep NovaFence from hosts lasts until it is over by both.</summary>
    internal DateTimeOffset EarlierNow(DateTimeOffset now) => CloudsNow(now) is { } theirs && theirs < now ? theirs : now;

    /// <summary>Now by whichever clock is ahead.</summary>
    internal DateTimeOffset LaterNow(DateTimeOffset now) => CloudsNow(now) is { } theirs && theirs > now ? theirs : now;

    /// <summary>Now by the cloud's clock where the two disagree: by it all instances count the same hour, whatever their own clocks say.</summary>
    internal DateTimeOffset SharedNow(DateTimeOffset now) => CloudsNow(now) ?? now;

    /// <summary>
    /// What the token told may be wrong where our machine slept since, or stood still with its clock: then it is not earlier than most hosts' reports. Null where the two clocks agree, or nothing is known.
    /// </summary>
    private DateTimeOffset? CloudsNow(DateTimeOffset now)
    {
        var told = ClocksDisagree ? now + _clockAhead!.Value : now;
        return ReportedAfter(told) ?? (ClocksDisagree ? told : null);
    }

    /// <summary>
    /// When hosts report that do so later than this, where most that report do; null where not. Rows of a few alone that are later were written before the cloud's own clock was put right.
    /// </summary>
    private DateTimeOffset? ReportedAfter(DateTimeOffset told)
    {
        var latest = told + MaxClockDifference;
        if (!(_newestReport > latest))
            return null;
        var later = Services.Select(static service => service.UpdatedAt).OfType<DateTimeOffset>().Where(at => at > latest).Order().ToList();
        return later.Count > Services.Count(service => service.UpdatedAt <= latest && service.UpdatedAt > told - ReportsWithin) ? later[later.Count / 2] : null;
    }

    /// <summary><see cref="Hosts"/>, in the order in which Nova listed them.</summary>
    internal IEnumerable<ComputeHost> UnorderedHosts => _byName.Values.Select(static known => known.Host);

    /// <summary>Whether it names the same services as the other one.</summary>
    internal bool Says(Fleet other) => Size == other.Size
        // Nova lists them in the same order each time: that is seen without a look-up.
        && (Services.Count == other.Services.Count && Services.Select(static service => service.Host).SequenceEqual(other.Services.Select(static service => service.Host))
            || _byName.Values.All(known => other._byName.TryGetValue(known.Host.Name, out var theirs) && Of(known).ToHashSet().SetEquals(Of(theirs))));

    /// <summary>The host of exactly this name, but for letters' case; null where there is none.</summary>
    internal ComputeHost? Find(string host) => _byName.TryGetValue(host, out var known) ? known.Host : null;

    /// <summary>
    /// Every host that is known or has one of these, each once: its name, as Nova spells it, and what it has. Each of them costs one look-up, and a host without one
    /// none: an audit asks it of thousands.
    /// </summary>
    /// <param name="ones">At most one of each host.</param>
    /// <param name="hostOf">The host's name.</param>
    internal IEnumerable<(string Host, T? Has)> With<T>(IEnumerable<T> ones, Func<T, string> hostOf)
        where T : class
    {
        var isMet = new bool[Size];
        foreach (var one in ones)
        {
            var isKnown = _byName.TryGetValue(hostOf(one), out var known);
            if (isKnown)
                isMet[known.Place] = true;
            yield return (isKnown ? known.Host.Name : hostOf(one), one);
        }

        foreach (var known in _byName.Values)
        {
            if (!isMet[known.Place])
                yield return (known.Host.Name, null);
        }
    }

    /// <summary>The services of this name: one, or each of several that are listed; none where it is not known.</summary>
    internal IEnumerable<ComputeHost> Of(string host) => _byName.TryGetValue(host, out var known) ? Of(known) : [];

    /// <summary>Whether the name has several services, or had when the ledger last was told.</summary>
    internal bool HasSeveral(string host) => _byName.TryGetValue(host, out var known) && known.IsSeveral;

    private static IEnumerable<ComputeHost> Of(Known known) => known.More?.Select(static service => service.Host) ?? [known.Host];

    /// <summary>Of Nova's rows of this host the one that reported last; null where none is listed.</summary>
    internal ComputeService? LastReported(string host) =>
        _byName.GetValueOrDefault(host) is { Row: { } row } known ? known.More?.MaxBy(static one => one.UpdatedAt ?? DateTimeOffset.MinValue) ?? row : null;

    /// <summary>What the listing says of this host.</summary>
    internal Sighting Sight(string host, TimeSpan reportInterval)
    {
        if (!IsListed)
            return Sighting.NotHad;
        var known = _byName.GetValueOrDefault(host);
        var row = known.More is null ? known.Row : null;
        var kind = known switch
        {
            { Row: null } => SightingKind.Missing,
            { More: not null } => SightingKind.Several,
            { Row.ForcedDown: null } => SightingKind.CellDown,
            { Row.ForcedDown: true } => SightingKind.ForcedDown,
            { Row.ForcedDown: false } => SightingKind.Free,
        };
        return new Sighting(kind, row, BeganAt, EndedAt)
        {
            ReportAge = row is null ? null : AgeOf(row),
            OthersReport = OthersReport(known, reportInterval),
        };
    }

    /// <summary>The newest <c>updated_at</c> of the listing; null where nobody reported.</summary>
    internal DateTimeOffset? NewestReport => _newestReport;

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
        if (Find(name) is { } exact)
            return [exact];
        if (HostAddress.Canonical(name) is { } address)
            return [.. Hosts.Where(host => HostAddress.Canonical(host.Name) == address)];
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
            return [.. domains.Select(domain => Find($"{name}.{domain}")).OfType<ComputeHost>().Distinct()];
        return domains.Contains(name[(dot + 1)..], StringComparer.OrdinalIgnoreCase) && Find(name[..dot]) is { } found ? [found] : [];
    }

    /// <summary>False where three or more other enabled services are listed and none of them has reported lately: then the listing says nothing of this one either.</summary>
    private bool OthersReport(Known own, TimeSpan reportInterval)
    {
        // Counted once for the whole listing: an audit asks it of every host.
        var counted = _counted;
        if (counted?.ReportInterval != reportInterval)
            _counted = counted = new Counted(reportInterval, Services.Count(IsWatched), Services.Count(service => IsWatched(service) && HasReported(service, reportInterval)));
        var (watched, reporting) = own switch
        {
            { More: { } rows } => (rows.Count(IsWatched), rows.Count(service => IsWatched(service) && HasReported(service, reportInterval))),
            { Row: { } row } when IsWatched(row) => (1, HasReported(row, reportInterval) ? 1 : 0),
            _ => (0, 0),
        };
        return counted.Watched - watched < 3 || counted.Reporting > reporting;
    }

    private static bool IsWatched(ComputeService service) => service is { ForcedDown: false } && service.Disabled != true;

    private bool HasReported(ComputeService service, TimeSpan reportInterval) => AgeOf(service) < reportInterval + ReportAllowance;

    /// <summary>How many enabled services that are not forced down are listed, and how many of them have reported lately.</summary>
    private sealed record Counted(TimeSpan ReportInterval, int Watched, int Reporting);

    /// <summary>A host and what is listed of it.</summary>
    /// <param name="Host">The host.</param>
    /// <param name="Row">Nova's first row; null where the host is only remembered.</param>
    /// <param name="More">All rows, where there are several.</param>
    /// <param name="Place">Its place among the hosts, from 0.</param>
    /// <param name="IsSeveral">Whether several services have the name: they are <paramref name="More"/>, where they are listed and not only remembered.</param>
    private readonly record struct Known(ComputeHost Host, ComputeService? Row, ComputeService[]? More, int Place, bool IsSeveral = false);
}
