using NovaFence.Core.Bookkeeping;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;

namespace NovaFence.Core.Starting;

/// <inheritdoc />
internal sealed class Opening(ILedger ledger, Book book, FleetRegistry fleet) : IOpening
{
    /// <inheritdoc />
    public async Task<string?> OpenAsync(CancellationToken cancellationToken)
    {
        if (await ledger.InitializeAsync(cancellationToken) is LedgerResult<bool>.Unavailable initialize)
            return $"the ledger: {initialize.Why}";
        if (await book.ReadAsync(_ => true, cancellationToken) is BookResult<bool>.Unavailable read)
            return $"the ledger: {read.Why}";
        return (await fleet.GetAsync(cancellationToken)).Size > 0 ? null : "Nova: no compute host could be listed";
    }
}
