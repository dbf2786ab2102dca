using NovaFence.Core.Cloud;

namespace NovaFence.Core.Audit;

/// <summary>Looks before going live whether everything is there that a force-down needs.</summary>
public interface ICheckup
{
    /// <summary>The cloud, the ledger, the mode, the routes and the pauses. Changes nothing but that the ledger gets an event of the check.</summary>
    Task<IReadOnlyList<CheckLine>> CheckAsync(CancellationToken cancellationToken);
}
