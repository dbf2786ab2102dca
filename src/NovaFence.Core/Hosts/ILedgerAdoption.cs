namespace NovaFence.Core.Hosts;

/// <summary>Whether the ledger is this cloud's, and how it becomes so after a redeployment or a restore.</summary>
public interface ILedgerAdoption
{
    /// <summary>
    /// The fleet that the ledger remembers and the one that Nova lists, in a sentence that says what to do, where the two share no compute service; null
    /// where they do, or where not both are known yet.
    /// </summary>
    string? OtherCloud { get; }

    /// <summary>Reads the ledger, lists Nova's services and says what <see cref="OtherCloud"/> says then. Changes nothing.</summary>
    Task<string?> CompareAsync(CancellationToken cancellationToken);

    /// <summary>Takes the ledger over for the cloud that is configured: from then on it remembers the fleet that Nova lists now.</summary>
    /// <returns>Why it could not be done, as a sentence without secrets; null when it is done.</returns>
    Task<string?> AdoptAsync(CancellationToken cancellationToken);
}
