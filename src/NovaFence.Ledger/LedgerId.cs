using System.Globalization;

namespace NovaFence.Ledger;

/// <summary>
/// Which ledger it is: a number that is drawn when the ledger is made, or when an edition that knows of it first opens the ledger. A copy has the number of its original. A process that has a ledger
/// open does not take another one for it that was put in its place.
/// </summary>
internal static class LedgerId
{
    /// <summary>A new one: 1 or more.</summary>
    public static long Draw() => Random.Shared.NextInt64(1, long.MaxValue);

    public static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);

    /// <summary>Says whether a ledger is the one that this process has opened.</summary>
    /// <param name="known">The number of that one; null where it has none.</param>
    /// <param name="found">The number of the one that is there; null where it has none.</param>
    /// <exception cref="UnfitStoreException">It is another one.</exception>
    public static void Enforce(string? known, string? found)
    {
        if (known is not null && found != known)
            throw Another();
    }

    public static UnfitStoreException Another() => new(
        "is another ledger than the one that this NovaFence has opened, and what was paused, held and counted may not be in it: put that one back, or restart NovaFence to begin with this one.");
}
