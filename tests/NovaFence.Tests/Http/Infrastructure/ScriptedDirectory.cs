using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;

namespace NovaFence.Http.Tests.Infrastructure;

internal sealed class ScriptedDirectory : IHostDirectory
{
    public List<HostView> Hosts { get; } = [];

    public List<LedgerEvent> Events { get; } = [];

    public string? Outage { get; set; }

    public int? LimitAsked { get; private set; }

    public Task<LedgerResult<IReadOnlyList<HostView>>> ListAsync(CancellationToken cancellationToken) => Answer<IReadOnlyList<HostView>>(Hosts);

    public Task<LedgerResult<HostView?>> FindAsync(string host, CancellationToken cancellationToken) =>
        Answer(Hosts.Find(view => string.Equals(view.Host, host, StringComparison.OrdinalIgnoreCase)));

    public Task<LedgerResult<IReadOnlyList<LedgerEvent>>> EventsAsync(string host, int limit, CancellationToken cancellationToken)
    {
        LimitAsked = limit;
        return Answer<IReadOnlyList<LedgerEvent>>([.. Events.Where(stored => stored.Host == host).Take(limit)]);
    }

    public EventFilter? FilterAsked { get; private set; }

    public string? NovaFailure { get; set; }

    public Task<LedgerResult<IReadOnlyList<LedgerEvent>>> EventsAsync(EventFilter filter, CancellationToken cancellationToken)
    {
        FilterAsked = filter;
        return Answer<IReadOnlyList<LedgerEvent>>([.. Events.Where(stored => filter.Host is null || stored.Host == filter.Host).Take(filter.Limit)]);
    }

    public Task<string?> NearestAsync(string host, CancellationToken cancellationToken) => Task.FromResult<string?>(Hosts.FirstOrDefault()?.Host);

    private Task<LedgerResult<T>> Answer<T>(T value) =>
        Task.FromResult<LedgerResult<T>>(Outage is { } why ? new LedgerResult<T>.Unavailable(why) : new LedgerResult<T>.Ok(value));
}
