using System.Globalization;
using NovaFence.Core.Ledger;
using NovaFence.Simulation.Instances;
using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Outside;

/// <summary>The one ledger of a history, with the conditions of the real ones: a commit is stored whole, on the versions it was made on, or not at all.</summary>
internal sealed class SimulatedLedger(World world)
{
    /// <summary>How long the store's client waits; what is stored after that, nobody hears of.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly HashSet<(string Host, string Id)> _eventIds = [];
    private Dictionary<string, LedgerRow> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<LedgerEvent>> _events = new(StringComparer.Ordinal);
    private int _version;

    internal Armed<LedgerFault> Faults { get; } = new(world.Clock);

    internal List<StoredCommit> Commits { get; } = [];

    internal IReadOnlyDictionary<string, LedgerRow> Rows => _rows;

    internal Task<LedgerResult<IReadOnlyList<LedgerRow>>> ReadAsync(Instance by, IReadOnlyCollection<string>? keys, CancellationToken cancellationToken)
    {
        var answer = new Answer<LedgerResult<IReadOnlyList<LedgerRow>>>(cancellationToken);
        var fails = Faults.IsAway(by.Slot) || Faults.Take(fault => fault == LedgerFault.ReadFails).Fault is not null;
        world.Soon(() =>
        {
            if (fails)
                world.Tell($"{by} cannot read the ledger");
            LedgerResult<IReadOnlyList<LedgerRow>> result = fails
                ? new LedgerResult<IReadOnlyList<LedgerRow>>.Unavailable("the store did not answer")
                : new LedgerResult<IReadOnlyList<LedgerRow>>.Ok([.. keys is null ? _rows.Values : keys.Where(_rows.ContainsKey).Select(key => _rows[key])]);
            world.Soon(() => answer.Give(result));
        });
        return answer.Task;
    }

    /// <summary>Every event that was stored.</summary>
    internal IEnumerable<LedgerEvent> Events => _events.Values.SelectMany(events => events);

    internal Task<LedgerResult<IReadOnlyList<LedgerEvent>>> ReadEventsAsync(Instance by, string host, int limit, CancellationToken cancellationToken)
    {
        var answer = new Answer<LedgerResult<IReadOnlyList<LedgerEvent>>>(cancellationToken);
        var fails = Faults.IsAway(by.Slot);
        world.Soon(() =>
        {
            LedgerResult<IReadOnlyList<LedgerEvent>> result = fails
                ? new LedgerResult<IReadOnlyList<LedgerEvent>>.Unavailable("the store did not answer")
                : new LedgerResult<IReadOnlyList<LedgerEvent>>.Ok([.. _events.GetValueOrDefault(host, []).OrderByDescending(happened => happened.At).Take(limit)]);
            world.Soon(() => answer.Give(result));
        });
        return answer.Task;
    }

    internal Task<CommitResult> CommitAsync(Instance by, LedgerCommit commit)
    {
        var answer = new Answer<CommitResult>(CancellationToken.None);
        var silence = new CommitResult.Unavailable("nothing was heard of the store");
        var (fault, time) = Faults.IsAway(by.Slot) ? (LedgerFault.Refused, default) : Faults.Take(any => any != LedgerFault.ReadFails);
        switch (fault)
        {
            case LedgerFault.Refused:
                world.Soon(() =>
                {
                    world.Tell($"{by} cannot write to the ledger");
                    answer.Give(silence);
                });
                break;
            case LedgerFault.Late:
                world.Clock.In(time, () => Store(by, commit, result => answer.Give(result)));
                world.Clock.In(Patience, () => answer.Give(silence));
                break;
            case LedgerFault.Silent:
                world.Soon(() => Store(by, commit, result => answer.Give(silence)));
                break;
            case LedgerFault.Echo:
                world.Soon(() => Store(by, commit, result => answer.Give(new CommitResult.Conflict())));
                break;
            default:
                world.Soon(() => Store(by, commit, result => answer.Give(result)));
                break;
        }

        return answer.Task;
    }

    private void Store(Instance by, LedgerCommit commit, Action<CommitResult> then)
    {
        var result = Store(by, commit);
        world.Tell($"{by} {(result is CommitResult.Committed ? "writes" : "loses a race for")} {string.Join(" | ", commit.Writes.Select(write => write.Json is null ? $"no more {write.Key}" : write.Summary))}");
        world.Soon(() => then(result));
    }

    private CommitResult Store(Instance by, LedgerCommit commit)
    {
        foreach (var write in commit.Writes)
        {
            if (!string.Equals(_rows.GetValueOrDefault(write.Key)?.Version, write.ExpectedVersion, StringComparison.Ordinal))
                return new CommitResult.Conflict();
        }

        if (commit.Events.Any(happened => _eventIds.Contains((happened.Host, happened.Id))))
            return new CommitResult.Conflict();

        var rows = new Dictionary<string, LedgerRow>(_rows, StringComparer.Ordinal);
        var versions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var write in commit.Writes)
        {
            if (write.Json is null)
            {
                rows.Remove(write.Key);
                continue;
            }

            versions[write.Key] = (++_version).ToString(CultureInfo.InvariantCulture);
            rows[write.Key] = new LedgerRow(write.Key, write.Json, versions[write.Key]);
        }

        foreach (var happened in commit.Events)
        {
            _eventIds.Add((happened.Host, happened.Id));
            if (!_events.TryGetValue(happened.Host, out var events))
                _events.Add(happened.Host, events = []);
            events.Add(happened);
        }

        _rows = rows;
        Commits.Add(new StoredCommit(world.NextNumber(), world.Clock.Now, by, commit, rows));
        return new CommitResult.Committed(versions);
    }
}
