namespace NovaFence.Core.Audit;

/// <summary>How NovaFence is, in one look.</summary>
public interface IStatus
{
    /// <summary>Reads the ledger; asks Nova nothing that this process does not know already. What cannot be had is said, and nothing throws for it.</summary>
    Task<Status> LookAsync(CancellationToken cancellationToken);
}

/// <summary>Where ledger and cloud are. Known by whoever composes NovaFence.</summary>
public interface IStorePlaces
{
    /// <summary>Without secrets.</summary>
    Task<StorePlaces> FindAsync(CancellationToken cancellationToken);
}

/// <summary>Where ledger and cloud are, for a person.</summary>
/// <param name="Ledger">The ledger: <c>the file …</c>, <c>the table … at …</c>; null where it is not known.</param>
/// <param name="Partition">Its partition; null while the ledger could not be opened.</param>
/// <param name="Cloud">Keystone's address, and the region where one is chosen; null where it is not known.</param>
public sealed record StorePlaces(string? Ledger, string? Partition, string? Cloud);

/// <summary>Where nobody knows the places.</summary>
internal sealed class UnknownPlaces : IStorePlaces
{
    public Task<StorePlaces> FindAsync(CancellationToken cancellationToken) => Task.FromResult(new StorePlaces(null, null, null));
}
