namespace NovaFence.Ledger;

/// <summary>What a store says of the ledger that is in it.</summary>
/// <param name="Numbers">Who wrote it, and who may read it.</param>
/// <param name="Id">See <see cref="LedgerId"/>; null where it has none.</param>
internal sealed record FoundSchema(SchemaNumbers Numbers, string? Id)
{
    /// <summary>Whether it was carried over from the first edition just now.</summary>
    public bool CarriedOver { get; init; }

    /// <summary>Whether the store does not say it itself: nobody has begun a ledger there, or the first edition has.</summary>
    public bool IsAssumed { get; init; }
}
