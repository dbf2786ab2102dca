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

    /// <summary>
    /// The newest events first, over the whole fleet or of one host, without those of the audit: of every host that Nova or the ledger knows, of every name
    /// that an alert gave and that waits, and of no host. Of each at most the newest 1000 are looked at.
    /// </summary>
    Task<LedgerResult<IReadOnlyList<LedgerEvent>>> EventsAsync(EventFilter filter, CancellationToken cancellationToken);

    /// <summary>The known host whose name is nearest to one that nobody knows, in Nova's spelling; null where no name is near.</summary>
    Task<string?> NearestAsync(string host, CancellationToken cancellationToken);

    /// <summary>Why Nova's last listing could not be had, for a person; null where it was had, or none was asked for yet.</summary>
    string? NovaFailure { get; }
}
