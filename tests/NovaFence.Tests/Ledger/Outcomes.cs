using NovaFence.Core.Ledger;

namespace NovaFence.Ledger.Tests;

internal static class Outcomes
{
    /// <summary>What was read; fails the test where the store was not available.</summary>
    public static T Value<T>(this LedgerResult<T> result) => result.Should().BeOfType<LedgerResult<T>.Ok>().Which.Value;

    /// <summary>The new versions; fails the test where nothing was committed.</summary>
    public static IReadOnlyDictionary<string, string> Versions(this CommitResult result) =>
        result.Should().BeOfType<CommitResult.Committed>().Which.Versions;

    public static void ShouldBeConflict(this CommitResult result) => result.Should().BeOfType<CommitResult.Conflict>();

    /// <summary>Why the store was not available; fails the test where it was.</summary>
    public static string Why(this CommitResult result) => result.Should().BeOfType<CommitResult.Unavailable>().Which.Why;

    public static string Why<T>(this LedgerResult<T> result) => result.Should().BeOfType<LedgerResult<T>.Unavailable>().Which.Why;
}
