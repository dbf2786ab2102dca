namespace NovaFence.Core.Hosts;

/// <summary>What has to be there before the first alert: the ledger's tables or file, and the fleet's names.</summary>
public interface IOpening
{
    /// <summary>Creates the ledger where it is missing and reads it, and learns the fleet. Harmless when repeated.</summary>
    /// <returns>What does not answer yet, as a sentence without secrets; null when all is there.</returns>
    Task<string?> OpenAsync(CancellationToken cancellationToken);
}
