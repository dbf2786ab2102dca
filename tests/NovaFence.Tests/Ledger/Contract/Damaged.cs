namespace NovaFence.Ledger.Tests.Contract;

/// <summary>What somebody damages by hand.</summary>
/// <param name="Key">A row's key, or the host of an event.</param>
/// <param name="IsEvent">Whether it is the host's only event.</param>
public sealed record Damaged(string Key, bool IsEvent = false);

/// <summary>How somebody damages a row or an event by hand.</summary>
public enum Damage
{
    /// <summary>There is nothing where its JSON was.</summary>
    NoJson,

    /// <summary>There are bytes where its JSON was.</summary>
    Bytes,

    /// <summary>There is a number where its JSON was.</summary>
    Number,

    /// <summary>What says which row it is, beside its place, is gone; of an event, its id.</summary>
    NoName,
}
