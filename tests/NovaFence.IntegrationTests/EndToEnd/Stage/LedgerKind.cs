namespace NovaFence.EndToEnd.Tests.Stage;

/// <summary>On which store the ledger is kept.</summary>
public enum LedgerKind
{
    /// <summary>A file.</summary>
    Sqlite,

    /// <summary>Table Storage, played by Azurite.</summary>
    Tables,
}
