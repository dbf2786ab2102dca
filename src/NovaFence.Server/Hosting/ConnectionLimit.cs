using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using NovaFence.Http.Access;
using NovaFence.Http.Options;

namespace NovaFence.Server.Hosting;

/// <summary>
/// Holds no more connections than there are files for, and of one address no more than its share. Kestrel's own limit closes what is new, so that whoever came
/// first keeps the others out; this one closes what nobody authentic is using, but not more often than <see cref="Turnover"/> says: beyond that the new one is
/// closed, which costs next to nothing.
/// </summary>
internal sealed partial class ConnectionLimit
{
    private const int LeastByDefault = 4;
    private const int MostByDefault = 1024;
    private const int Addresses = 8;

    /// <summary>
    /// Files for what is opened later: ledger, cloud and announcements, assemblies, the runtime's own for a new thread, and connections that come or go. Without
    /// them .NET ends the process, for lack of memory as it says.
    /// </summary>
    private const int Reserve = 64;

    /// <summary>So many may be closed for new ones in a period, however few are held.</summary>
    private const int LeastTurnover = 16;

    /// <summary>So many addresses of authentic requests are remembered.</summary>
    private const int MostProven = 1024;

    private static readonly TimeSpan CountedEvery = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ToldEvery = TimeSpan.FromSeconds(10);

    /// <summary>In this time all the connections that an address may have can be closed for new ones of its own.</summary>
    private static readonly TimeSpan AddressPeriod = TimeSpan.FromSeconds(2);

    /// <summary>The same for an address from which an authentic request came: others at it, behind one NAT, are no reason to keep its sender waiting.</summary>
    private static readonly TimeSpan ProvenPeriod = TimeSpan.FromMilliseconds(500);

    /// <summary>The same for all the connections that there may be, and new ones of addresses from which no authentic request came.</summary>
    private static readonly TimeSpan WholePeriod = TimeSpan.FromSeconds(1);

    /// <summary>So long ago an authentic request may have come from an address.</summary>
    private static readonly TimeSpan ProvenFor = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, AddressConnections> _held = [];
    private readonly Dictionary<IPAddress, long> _proven = [];
    private readonly Turnover _turnover = new();
    private readonly ConnectionsOptions _options;
    private readonly Func<OpenFiles?> _files;
    private readonly IReadOnlyList<IPNetwork> _proxies;
    private readonly TimeProvider _clock;
    private readonly ILogger<ConnectionLimit> _logger;
    private int _count;
    private long _countedAt;
    private int _closed;
    private long? _toldAt;

    internal ConnectionLimit(ConnectionsOptions options, Func<OpenFiles?> files, TimeProvider clock, ILogger<ConnectionLimit> logger)
    {
        (_options, _files, _clock, _logger) = (options, files, clock, logger);
        _proxies = [.. options.Proxies.Select(ConnectionsCheck.NetworkOf).OfType<IPNetwork>()];
        (Most, _countedAt) = (Affordable(), clock.GetTimestamp());
    }

    /// <summary>Most connections, by the files that were open when they were last counted.</summary>
    internal int Most { get; private set; }

    /// <summary>Most connections of one address that is no proxy's.</summary>
    internal int OfOneAddress => _options.MaxPerAddress > 0 ? _options.MaxPerAddress : Math.Max(Most / Addresses, 1);

    /// <summary>How many there are.</summary>
    internal int Count
    {
        get
        {
            lock (_lock)
                return _count;
        }
    }

    /// <summary>Takes a connection in, if need be in the place of another one, which is closed by then; null where there is no place for it.</summary>
    /// <param name="from">Where it comes from; null where that is not known.</param>
    internal HeldConnection? TryAdmit(EndPoint? from)
    {
        if (_options.Max == 0 && _clock.GetElapsedTime(_countedAt) > CountedEvery)
            (Most, _countedAt) = (Affordable(), _clock.GetTimestamp());
        var (admitted, closed) = Admit(from);
        closed?.Close();
        if (admitted is null || closed is not null)
            Tell();
        return admitted;
    }

    /// <summary>Serves a connection that was taken in, to its end.</summary>
    internal async Task ServeAsync(ConnectionContext connection, ConnectionDelegate serve)
    {
        try
        {
            await serve(connection);
        }
        finally
        {
            if (connection.Features.Get<IConnectionUse>() is HeldConnection held)
                Ended(held);
        }
    }

    /// <summary>Says that a connection has ended.</summary>
    internal void Ended(HeldConnection held)
    {
        lock (_lock)
            Remove(held);
    }

    /// <summary>Says that the request under way is authentic.</summary>
    internal void Authenticated(HeldConnection held)
    {
        lock (_lock)
        {
            if (held.IsHeld)
                held.Keep();
            if (!_proven.ContainsKey(held.Address.Address) && _proven.Count >= MostProven)
                _proven.Remove(_proven.MinBy(static entry => entry.Value).Key);
            _proven[held.Address.Address] = _clock.GetTimestamp();
        }
    }

    /// <summary>Says that the request of a connection has been answered.</summary>
    internal void Answered(IConnectionUse? connection)
    {
        if (connection is not HeldConnection held)
            return;
        lock (_lock)
        {
            if (held.IsHeld)
                held.Address.Answered(held);
        }
    }

    private (HeldConnection? Admitted, HeldConnection? Closed) Admit(EndPoint? from)
    {
        var address = (from as IPEndPoint)?.Address ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        var isProxy = _proxies.Any(proxy => proxy.Contains(address));
        var key = Key(address);
        lock (_lock)
        {
            var same = _held.GetValueOrDefault(key);
            HeldConnection? closed = null;
            var isFull = _count >= Most;
            if (!isProxy && same?.Count >= OfOneAddress)
                closed = same.FirstToClose;
            else if (isFull)
                closed = MostHolding(_clock.GetTimestamp());
            else
                return (Add(key, same, isProxy), null);
            if (closed is null || (!isProxy && !MayClose(key)))
                return (null, null);
            Remove(closed);
            return (Add(key, _held.GetValueOrDefault(key), isProxy), closed);
        }
    }

    private HeldConnection Add(IPAddress key, AddressConnections? same, bool isProxy)
    {
        if (same is null)
            _held[key] = same = new AddressConnections(key, isProxy);
        var held = new HeldConnection(this, same);
        same.Add(held);
        _count++;
        return held;
    }

    /// <summary>
    /// Of the address that has most, of those that have one to close. Addresses of authentic requests come after all others, because their connections wait to be
    /// read while the server is busy with an attack; proxies come last.
    /// </summary>
    private HeldConnection? MostHolding(long now)
    {
        var (closed, most) = ((HeldConnection?)null, (Rank: -1, Count: 0));
        foreach (var one in _held.Values)
        {
            if (one.FirstToClose is { } first && (one.IsProxy ? 0 : IsProven(one.Address, now) ? 1 : 2, one.Count) is var weight && weight.CompareTo(most) > 0)
                (closed, most) = (first, weight);
        }

        return closed;
    }

    private bool IsProven(IPAddress key, long now) => _proven.TryGetValue(key, out var provenAt) && _clock.GetElapsedTime(provenAt, now) < ProvenFor;

    /// <summary>Whether another one may be closed for somebody at this address; counts it if so.</summary>
    private bool MayClose(IPAddress key)
    {
        var now = _clock.GetTimestamp();
        var isProven = IsProven(key, now);
        var (ofAddress, ofAll) = (Math.Max(OfOneAddress, LeastTurnover), Math.Max(Most, LeastTurnover));
        var (addressPeriod, wholePeriod) = (Ticks(isProven ? ProvenPeriod : AddressPeriod), Ticks(WholePeriod));
        if (!_turnover.Has(key, ofAddress, addressPeriod, now) || (!isProven && !_turnover.Has(IPAddress.Any, ofAll, wholePeriod, now)))
            return false;
        _turnover.Take(key, ofAddress, addressPeriod, now);
        if (!isProven)
            _turnover.Take(IPAddress.Any, ofAll, wholePeriod, now);
        return true;
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * _clock.TimestampFrequency);

    /// <summary>What the files allow that are not open for anything else.</summary>
    private int Affordable()
    {
        if (_options.Max > 0)
            return _options.Max;
        // To count them takes a file too: where none is left for that, what was counted before holds.
        if (_files() is not { } files)
            return Most > 0 ? Most : MostByDefault;
        return Math.Clamp(Math.Min(files.Most / 2, files.Most - Math.Max(files.Open - Count, WholeProgram.Files) - Reserve), LeastByDefault, MostByDefault);
    }

    private void Remove(HeldConnection held)
    {
        if (!held.IsHeld)
            return;
        held.Address.Remove(held);
        _count--;
        if (held.Address.Count == 0)
            _held.Remove(held.Address.Address);
    }

    /// <summary>Some at a time: a flood must not fill the log too.</summary>
    private void Tell()
    {
        int closed;
        lock (_lock)
        {
            _closed++;
            if (_toldAt is { } toldAt && _clock.GetElapsedTime(toldAt) < ToldEvery)
                return;
            _toldAt = _clock.GetTimestamp();
            (closed, _closed) = (_closed, 0);
        }

        Log.Full(_logger, closed, Most, OfOneAddress);
    }

    /// <summary>An IPv6 customer has 2^64 addresses of his own (RFC 6177).</summary>
    private static IPAddress Key(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    private static partial class Log
    {
        [LoggerMessage(1420, LogLevel.Warning, "{Closed} connections were closed: at most {Most} are held, {OfOneAddress} of one address (NovaFence:Connections:Max, MaxPerAddress, Proxies)")]
        internal static partial void Full(ILogger logger, int closed, int most, int ofOneAddress);
    }
}
