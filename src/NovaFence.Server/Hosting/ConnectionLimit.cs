using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using NovaFence.Http.Access;
using NovaFence.Http.Options;

namespace NovaFence.Server.Hosting;

/// <summary>
/// Holds no more connections than there are files for, and of one address no more than its share. Kestrel's own limit closes what is new, so that whoever came
/// first keeps the others out; this one closes what nobody authentic is using.
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

    private static readonly TimeSpan CountedEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan EndsWithin = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan ToldEvery = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, HashSet<Held>> _held = [];
    private readonly ConnectionsOptions _options;
    private readonly Func<OpenFiles?> _files;
    private readonly IReadOnlyList<IPNetwork> _proxies;
    private readonly TimeProvider _clock;
    private readonly ILogger<ConnectionLimit> _logger;
    private int _count;
    private long _uses;
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

    /// <summary>Takes a connection in, if need be in the place of another one, which has ended by then; false where there is no place for it.</summary>
    internal async Task<bool> AdmitAsync(ConnectionContext connection)
    {
        var (admitted, closed) = Admit(connection);
        if (!admitted || closed is not null)
            Tell();
        if (closed is not null)
        {
            closed.Connection.Abort(new ConnectionAbortedException("closed for another one"));
            await Task.WhenAny(closed.Ended, Task.Delay(EndsWithin, _clock));
        }

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
            if (connection.Features.Get<IConnectionUse>() is Held held)
            {
                held.End();
                lock (_lock)
                    Remove(held);
            }
        }
    }

    /// <summary>Says that the request of a connection has been answered.</summary>
    internal void Answered(IConnectionUse? connection)
    {
        if (connection is Held held)
            held.Answered(Interlocked.Increment(ref _uses));
    }

    private (bool Admitted, Held? Closed) Admit(ConnectionContext connection)
    {
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        var isProxy = _proxies.Any(proxy => proxy.Contains(address));
        var held = new Held(connection, Key(address), isProxy, Interlocked.Increment(ref _uses));
        lock (_lock)
        {
            if (_options.Max == 0 && _clock.GetElapsedTime(_countedAt) > CountedEvery)
                (Most, _countedAt) = (Affordable(), _clock.GetTimestamp());
            var same = _held.GetValueOrDefault(held.Address);
            Held? closed = null;
            if (!isProxy && same?.Count >= OfOneAddress)
                closed = Unused(same);
            else if (_count >= Most)
                closed = _held.Values.OrderByDescending(static of => of.First().IsProxy ? 0 : of.Count).Select(Unused).FirstOrDefault(static one => one is not null);
            if (closed is null && (_count >= Most || (!isProxy && same?.Count >= OfOneAddress)))
                return (false, null);
            if (closed is not null)
                Remove(closed);
            connection.Features.Set<IConnectionUse>(held);
            if (!_held.TryGetValue(held.Address, out same))
                _held[held.Address] = same = [];
            same.Add(held);
            _count++;
            return (true, closed);
        }
    }

    /// <summary>What the files allow that are not open for anything else.</summary>
    private int Affordable()
    {
        if (_options.Max > 0)
            return _options.Max;
        return _files() is { } files ? Math.Clamp(Math.Min(files.Most / 2, files.Most - Math.Max(files.Open - _count, WholeProgram.Files) - Reserve), LeastByDefault, MostByDefault) : MostByDefault;
    }

    /// <summary>The one that nobody authentic is using, unused for longest.</summary>
    private static Held? Unused(HashSet<Held> connections) => connections.Where(static one => !one.IsUsed).MinBy(static one => one.LastUse);

    private void Remove(Held held)
    {
        if (!_held.TryGetValue(held.Address, out var same) || !same.Remove(held))
            return;
        _count--;
        if (same.Count == 0)
            _held.Remove(held.Address);
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

    private sealed class Held(ConnectionContext connection, IPAddress address, bool isProxy, long use) : IConnectionUse
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _isUsed;
        private long _lastUse = use;

        public ConnectionContext Connection { get; } = connection;

        public IPAddress Address { get; } = address;

        public bool IsProxy { get; } = isProxy;

        public bool IsUsed => Volatile.Read(ref _isUsed) != 0;

        public long LastUse => Volatile.Read(ref _lastUse);

        public Task Ended => _ended.Task;

        public void End() => _ended.TrySetResult();

        public void Authenticated() => Volatile.Write(ref _isUsed, 1);

        public void Answered(long now)
        {
            Volatile.Write(ref _lastUse, now);
            Volatile.Write(ref _isUsed, 0);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1420, LogLevel.Warning, "{Closed} connections were closed: at most {Most} are held, {OfOneAddress} of one address (NovaFence:Connections:Max, MaxPerAddress, Proxies)")]
        internal static partial void Full(ILogger logger, int closed, int most, int ofOneAddress);
    }
}
