namespace NovaFence.Core.Ledger;

/// <summary>A change that waits for its commit.</summary>
internal interface IPendingChange
{
    /// <summary>Whether its last run wanted no row stored: then no version vouches for what it looked at.</summary>
    bool WroteNoRow { get; }

    /// <summary>What its last run looked at.</summary>
    IReadOnlyCollection<string> Looked { get; }

    void Run(LedgerTransaction transaction);

    /// <summary>What the last run wanted is stored.</summary>
    void Complete();

    void Refuse(string why);

    void Fail(Exception defect);

    /// <summary>True when the caller no longer waits; nothing of it is stored then.</summary>
    bool GiveUpIfCancelled();
}
