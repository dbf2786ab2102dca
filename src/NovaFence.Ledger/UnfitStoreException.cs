namespace NovaFence.Ledger;

/// <summary>A file or a table that this ledger cannot be kept in. The message goes on from the store's name: "is …", "holds …".</summary>
internal sealed class UnfitStoreException(string message) : Exception(message)
{
    /// <summary>Whether the index of the write-ahead log that a connection has open was found to stand in the folder no more, before anything was written.</summary>
    public bool IsLostIndex { get; init; }

    /// <summary>Whether the write-ahead log that a connection has open was found to stand in the folder no more, before anything was written to it.</summary>
    public bool IsLostLog { get; init; }
}
