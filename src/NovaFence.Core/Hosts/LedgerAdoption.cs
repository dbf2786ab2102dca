using NovaFence.Core.Ledger;
using NovaFence.Core.Options;

namespace NovaFence.Core.Hosts;

/// <inheritdoc />
internal sealed class LedgerAdoption(ILedger ledger, LedgerCache cache, FleetCache fleet, NovaFenceOptions options) : ILedgerAdoption
{
    /// <inheritdoc />
    public string? OtherCloud => fleet.OtherCloud;

    /// <inheritdoc />
    public async Task<string?> CompareAsync(CancellationToken cancellationToken)
    {
        await cache.ReadAsync(_ => true, cancellationToken);
        await fleet.LookAsync(DateTimeOffset.MinValue, options.Fencing.PutDeadline, cancellationToken);
        return fleet.OtherCloud;
    }

    /// <inheritdoc />
    public async Task<string?> AdoptAsync(CancellationToken cancellationToken)
    {
        if (await ledger.InitializeAsync(cancellationToken) is LedgerResult<bool>.Unavailable initialize)
            return $"the ledger: {initialize.Why}";
        if (await cache.ReadAsync(_ => true, cancellationToken) is LedgerResult<bool>.Unavailable read)
            return $"the ledger: {read.Why}";
        return await fleet.AdoptAsync(cancellationToken);
    }
}
