namespace NovaFence.Ledger;

/// <summary>Chooses the partition, of those that a store holds.</summary>
internal static class Partitions
{
    /// <summary>Most partitions that are looked for. What is beyond them changes no choice.</summary>
    public const int MaxListed = 10;

    private const string Default = "default";
    private const string Key = $"{LedgerOptions.Section}:{nameof(LedgerOptions.Partition)}";

    /// <summary>The partition where none is configured.</summary>
    /// <param name="held">The partitions that hold rows, as the store spells them.</param>
    /// <exception cref="UnfitStoreException">There are several.</exception>
    public static (string Partition, PartitionChoice Choice) Choose(IReadOnlyList<string> held) => held switch
    {
        [] => (Default, PartitionChoice.Default),
        [var only] => (only, PartitionChoice.Only),
        _ => throw new UnfitStoreException(
            $"holds several partitions ({string.Join(", ", held.Select(Name))}{(held.Count < MaxListed ? "" : ", perhaps more")}), and none is named: "
            + $"set {Key} to the one of this cloud."),
    };

    /// <summary>The partition as it is configured. One that was cut to fit cannot be read back, and goes by what is left of it.</summary>
    public static string Name(string partition) => KeyText.DecodeOrKeep(partition);
}
