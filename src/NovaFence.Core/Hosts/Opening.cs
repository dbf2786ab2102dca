using NovaFence.Core.Ledger;
using NovaFence.Core.Options;

namespace NovaFence.Core.Hosts;

/// <inheritdoc />
internal sealed class Opening(ILedger ledger, LedgerCache cache, FleetCache fleet, UnwrittenIdentities identities, NovaFenceOptions options) : IOpening
{
    /// <inheritdoc />
    public async Task<string?> OpenAsync(CancellationToken cancellationToken)
    {
        if (await ledger.InitializeAsync(cancellationToken) is LedgerResult<bool>.Unavailable initialize)
            return $"the ledger: {initialize.Why}";
        if (await cache.ReadAsync(_ => true, cancellationToken) is LedgerResult<bool>.Unavailable read)
            return $"the ledger: {read.Why}";
        await fleet.GetAsync(cancellationToken);
        // Also where the ledger remembers a fleet: only a listing tells whether it is this cloud's, and whether it has been adopted since.
        if (!fleet.Current.IsListed || fleet.IsOfAnotherCloud)
            await fleet.LookAsync(DateTimeOffset.MinValue, options.Fencing.PutDeadline, cancellationToken);
        if (fleet.OtherCloud is { } other)
            return $"the ledger: {other}";
        if (fleet.Current.IsListed)
            await fleet.KeepAsync(cancellationToken);
        if (await identities.WriteAsync(cancellationToken) is { } unwritten)
            return $"the ledger: {unwritten}";
        return fleet.Current.Size > 0 ? null : "Nova: no compute host could be listed";
    }
}
