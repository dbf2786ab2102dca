using Microsoft.Extensions.Logging;
using NovaFence.Core.Bookkeeping;
using NovaFence.Core.Cloud;
using NovaFence.Core.Options;

namespace NovaFence.Core.Hosts;

/// <summary>
/// The fleet in memory: filled from the ledger with one read when the process starts, refreshed by the audit's listing, and once, not too
/// often, when an alert names a host that is not in it.
/// </summary>
internal sealed partial class FleetRegistry(ICloud cloud, Book book, NovaFenceOptions options, TimeProvider clock, ILogger<FleetRegistry> logger)
{
    private readonly Turns _one = new(1);
    private Fleet _current = Fleet.Empty;

    // What the ledger still has to be told, because it did not answer.
    private volatile bool _owing;

    /// <summary>The fleet as it is known.</summary>
    internal Fleet Current => Volatile.Read(ref _current);

    /// <summary>The fleet, read from the ledger, or listed where the ledger does not have it either.</summary>
    internal async Task<Fleet> GetAsync(CancellationToken cancellationToken)
    {
        if (Current.Size > 0)
            return Current;
        if (book.Remembered is null)
            await book.ReadAsync(_ => true, cancellationToken);
        if (book.Remembered?.Fleet() is { Count: > 0 } hosts)
        {
            var kept = new Fleet(
                hosts.Select(host => new ComputeHost(host.Name, host.Id)), [], DateTimeOffset.MinValue, hosts.Where(host => host.DisabledByOthers).Select(host => host.Name));
            Interlocked.CompareExchange(ref _current, kept, Fleet.Empty);
        }

        return Current.Size > 0 ? Current : await ListAgainAsync(DateTimeOffset.MinValue, cancellationToken);
    }

    /// <summary>A listing newer than what was seen, unless the last one is too recent to ask again; many callers cause one.</summary>
    /// <param name="seen">When the fleet that did not do was listed.</param>
    /// <param name="cancellationToken">The caller's deadline.</param>
    internal async Task<Fleet> ListAgainAsync(DateTimeOffset seen, CancellationToken cancellationToken)
    {
        await _one.TakeAsync(cancellationToken);
        try
        {
            var current = Current;
            if (current.ListedAt > seen || IsRecent(current))
                return current;
            await ListAsync(cancellationToken);
            return Current;
        }
        finally
        {
            _one.GiveBack();
        }
    }

    /// <summary>Whether it was listed so lately that it is not worth asking again.</summary>
    internal bool IsRecent(Fleet listed) => clock.GetUtcNow() - listed.ListedAt < options.Fencing.MinListInterval;

    /// <summary>Lists, and keeps what came back.</summary>
    internal async Task<CloudListing> ListAsync(CancellationToken cancellationToken)
    {
        var began = clock.GetUtcNow();
        var listing = await cloud.ListComputeServicesAsync(cancellationToken);
        if (listing is CloudListing.Listed listed)
            await KeepAsync(listed.Services, began, cancellationToken);
        else if (listing is CloudListing.Unavailable unavailable)
            Log.ListFailed(logger, unavailable.Why);
        return listing;
    }

    private async Task KeepAsync(IReadOnlyList<ComputeService> services, DateTimeOffset began, CancellationToken cancellationToken)
    {
        var before = Current;
        var fleet = new Fleet(
            services.Select(service => service.Host),
            services.Where(service => service.ForcedDown == true).Select(service => service.Host.Name),
            began,
            services.Where(service => service.IsDisabledByOthers).Select(service => service.Host.Name));
        Volatile.Write(ref _current, fleet);
        if (!_owing && fleet.Says(before))
            return;
        _owing = true;

        var parts = fleet.Hosts.Select(host => new FleetPart.Entry(host.Name, host.ServiceId) { DisabledByOthers = fleet.IsDisabledByOthers(host.Name) }).Chunk(FleetPart.MaxHosts).ToList();
        for (var part = 0; part < parts.Count; part++)
        {
            var (number, content) = (part, new FleetPart(parts[part]));
            if (await book.ChangeAsync(page => { page.WriteFleet(number, content); return true; }, cancellationToken) is BookResult<bool>.Unavailable unavailable)
            {
                Log.NotKept(logger, unavailable.Why);
                return;
            }
        }

        _owing = await book.ChangeAsync(page => RemoveFrom(page, parts.Count), cancellationToken) is not BookResult<bool>.Done;
        Log.Changed(logger, fleet.Size);
    }

    private static bool RemoveFrom(Page page, int part)
    {
        for (; page.HasFleet(part); part++)
            page.RemoveFleet(part);
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(1101, LogLevel.Warning, "Compute services could not be listed: {Why}")]
        internal static partial void ListFailed(ILogger logger, string why);

        [LoggerMessage(1102, LogLevel.Warning, "The fleet could not be written to the ledger: {Why}")]
        internal static partial void NotKept(ILogger logger, string why);

        [LoggerMessage(1103, LogLevel.Information, "The fleet has {Count} compute hosts")]
        internal static partial void Changed(ILogger logger, int count);
    }
}
