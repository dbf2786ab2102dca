using NovaFence.Core.Ledger;

namespace NovaFence.Core.Hosts;

/// <summary>What is known of the hosts, for people.</summary>
public interface IHostDirectory
{
    /// <summary>Every compute host and every hold, holds first, then by name. Reads the ledger.</summary>
    Task<LedgerResult<IReadOnlyList<HostView>>> ListAsync(CancellationToken cancellationToken);

    /// <summary>One host by Nova's name, in any case; null when neither Nova nor the ledger knows it.</summary>
    Task<LedgerResult<HostView?>> FindAsync(string host, CancellationToken cancellationToken);

    /// <summary>A host's newest events first, each as the JSON that was stored.</summary>
    Task<LedgerResult<IReadOnlyList<LedgerEvent>>> EventsAsync(string host, int limit, CancellationToken cancellationToken);
}
