using NovaFence.Core.Ledger;
using NovaFence.Simulation.Histories;
using NovaFence.Simulation.Outside;
using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Sentences;

/// <summary>All that happened to one host.</summary>
internal sealed class HostPast
{
    private const string KeyPrefix = "host:";

    private readonly Past _past;
    private readonly Dictionary<string, HostRow> _read = new(StringComparer.Ordinal);

    private HostPast(Past past, CloudHost host)
    {
        _past = past;
        Host = host;
        Puts = past.World.Cloud.Puts.FindAll(put => put.Host.Name == host.Name);
        Orders = past.World.Operators.Orders.FindAll(order => order.Host == host.Name);
        Handings = past.World.Senders.Handings.FindAll(handing => handing.Said.Alert.Host == host.Name && handing.Said.Alert.Kind != AlertKind.Unrouted);
        string? before = null;
        foreach (var commit in past.World.Ledger.Commits)
        {
            if (commit.Rows.GetValueOrDefault(Key)?.Json is { } json && json != before)
                Versions.Add(new Version(commit, Read(before = json), Versions.Count > 0 ? Versions[^1].Row : null));
        }

        Newest = [.. Handings.Where(handing => !handing.Said.IsFromTheFuture(handing.At)).Select(handing => handing.Said)
            .GroupBy(said => said.Alert).Select(events => events.Aggregate((one, other) => one.IsNewerThan(other) ? one : other))];
    }

    internal CloudHost Host { get; }

    internal string Name => Host.Name;

    internal string Key => KeyPrefix + Host.Name.ToUpperInvariant();

    /// <summary>The PUTs, in the order in which they were sent.</summary>
    internal List<Put> Puts { get; }

    internal List<Order> Orders { get; }

    /// <summary>The alerts of this host that a route takes, as they were given to instances.</summary>
    internal List<Handing> Handings { get; }

    /// <summary>The newest event of each of these alerts, by the senders' own clocks. What is beyond belief is not taken.</summary>
    internal IReadOnlyList<Said> Newest { get; }

    /// <summary>Every state of its row.</summary>
    internal List<Version> Versions { get; } = [];

    internal static IReadOnlyList<HostPast> Of(Past past) => [.. past.World.Cloud.Hosts.Select(host => new HostPast(past, host))];

    internal HostRow? RowAt(Past.State state) => RowIn(state.Rows);

    internal HostRow? RowIn(IReadOnlyDictionary<string, LedgerRow> rows) => rows.GetValueOrDefault(Key) is { } row ? Read(row.Json) : null;

    internal DateTimeOffset Time(TimeSpan elapsed) => _past.World.Clock.Start + elapsed;

    /// <summary>The intent by which this PUT was sent: the last of its instance, in its direction.</summary>
    internal Version? IntentOf(Put put) => Versions.FindLast(version =>
        version.IsIntent && version.Commit.Number < put.Number && version.Commit.By == put.By && version.Row.Attempt!.Down == put.Down);

    /// <summary>When the host became clear last.</summary>
    internal long ClearedBefore(long number) =>
        Versions.FindLast(version => version.Number < number && version.Row.IsClear && version.Before is { IsClear: false })?.Number ?? 0;

    /// <summary>Whether an operator wanted it up since it was clear last.</summary>
    internal bool IsUnsetByAnOperator(long before)
    {
        var cleared = ClearedBefore(before);
        return Orders.Exists(order => !order.Down && order.Number < before && order.Answered > cleared);
    }

    /// <summary>Many sentences ask for the same few rows, and reading JSON costs more than all they do with it.</summary>
    private HostRow Read(string json)
    {
        if (!_read.TryGetValue(json, out var row))
            _read.Add(json, row = HostRow.Read(json));
        return row;
    }

    /// <summary>One state of the row, and the one before.</summary>
    internal sealed record Version(StoredCommit Commit, HostRow Row, HostRow? Before)
    {
        internal long Number => Commit.Number;

        /// <summary>The attempt of somebody else that was taken over here, without an outcome; null when none was.</summary>
        internal AttemptPart? GaveUp => IsIntent && Before?.Attempt is { } before ? before : null;

        /// <summary>Whether this is where somebody took the lease.</summary>
        internal bool IsIntent => Row.Attempt is { } attempt && attempt.Id != Before?.Attempt?.Id;
    }
}
