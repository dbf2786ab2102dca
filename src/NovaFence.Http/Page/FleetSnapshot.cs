using NovaFence.Core.Audit;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Http.Answers;

namespace NovaFence.Http.Page;

/// <summary>What the page shows of the fleet, the same for everybody who looks.</summary>
/// <param name="Status">How it is.</param>
/// <param name="Hosts">Every host; those that wait for a person first. Empty while the ledger cannot be read.</param>
/// <param name="Findings">What the last audit found that a person has to do.</param>
/// <param name="Events">The last 50.</param>
/// <param name="Trouble">Why something of it is missing; null where nothing is.</param>
public sealed record FleetSnapshot(Status Status, IReadOnlyList<HostView> Hosts, IReadOnlyList<Finding> Findings, IReadOnlyList<StoredEvent> Events, string? Trouble);

/// <summary>Looks for everybody who has the page open, once a second at most.</summary>
internal sealed class FleetSnapshots(IStatus status, IHostDirectory directory, IAuditHistory history, TimeProvider clock) : IDisposable
{
    /// <summary>How many events are shown.</summary>
    internal const int Events = 50;

    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _one = new(1);
    private FleetSnapshot? _last;
    private long _lookedAt;

    /// <summary>The newest, at most a second old.</summary>
    internal async Task<FleetSnapshot> GetAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_last is not null && clock.GetElapsedTime(_lookedAt) < KeptFor)
                return _last;
            _last = await LookAsync(cancellationToken);
            _lookedAt = clock.GetTimestamp();
            return _last;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The next one looks anew: something was done.</summary>
    internal void Forget() => _last = null;

    public void Dispose() => _one.Dispose();

    private async Task<FleetSnapshot> LookAsync(CancellationToken cancellationToken)
    {
        var found = await status.LookAsync(cancellationToken);
        var hosts = await directory.ListAsync(cancellationToken);
        var audits = await history.RecentAsync(1, cancellationToken);
        var events = await directory.EventsAsync(new EventFilter(Events) { OfRecordsOnly = true }, cancellationToken);
        return new FleetSnapshot(
            found,
            Value(hosts) ?? [],
            [.. Value(audits)?.SelectMany(audit => audit.Findings).Where(finding => finding.NeedsAPerson) ?? []],
            [.. Value(events)?.Select(StoredEvent.Of) ?? []],
            Why(hosts) ?? Why(events) ?? Why(audits));
    }

    internal static T? Value<T>(LedgerResult<T> result)
        where T : class? => (result as LedgerResult<T>.Ok)?.Value;

    internal static string? Why<T>(LedgerResult<T> result) => (result as LedgerResult<T>.Unavailable)?.Why;
}
