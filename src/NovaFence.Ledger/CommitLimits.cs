using NovaFence.Core.Ledger;

namespace NovaFence.Ledger;

/// <summary>
/// What no store could take, or not every store: the same on all of them, so that it shows on the first one it is tried on.
/// </summary>
internal static class CommitLimits
{
    /// <summary>What becomes of a commit without operations.</summary>
    public static CommitResult Nothing { get; } = new CommitResult.Committed(new Dictionary<string, string>(StringComparer.Ordinal));

    /// <exception cref="ArgumentException">The commit is no commit; the message says what is wrong with it.</exception>
    public static void Enforce(LedgerCommit commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        var operations = commit.Writes.Count + commit.Events.Count;
        if (operations > LedgerCommit.MaxOperations)
            throw Defect($"A commit has {operations} operations; at most {LedgerCommit.MaxOperations} are possible.");

        var total = 0;
        var keys = new HashSet<string>(commit.Writes.Count, StringComparer.Ordinal);
        foreach (var write in commit.Writes)
        {
            Name("key", write.Key);
            if (!keys.Add(write.Key))
                throw Defect($"A commit writes the row '{write.Key}' twice.");
            if (write is { Json: null, ExpectedVersion: null })
                throw Defect($"A commit deletes the row '{write.Key}' without a version.");
            total += Json(write.Json);
        }

        var events = new HashSet<(string, long, string)>(commit.Events.Count);
        foreach (var entry in commit.Events)
        {
            Name("event's host", entry.Host);
            Name("event's id", entry.Id);
            if (!events.Add((entry.Host, entry.At.UtcTicks, entry.Id)))
                throw Defect($"A commit appends the event '{entry.Id}' twice.");
            total += Json(entry.Json);
        }

        if (total > LedgerCommit.MaxTotalJsonLength)
            throw Defect($"A commit has {total} characters of JSON; at most {LedgerCommit.MaxTotalJsonLength} are possible.");
    }

    /// <exception cref="ArgumentException">The text is empty or too long.</exception>
    public static void Name(string what, string text)
    {
        if (text.Length is 0 or > LedgerKey.MaxLength)
            throw Defect($"A {what} has {text.Length} characters; 1 to {LedgerKey.MaxLength} are possible.");
    }

    private static int Json(string? json) => json switch
    {
        null => 0,
        { Length: > LedgerCommit.MaxJsonLength } =>
            throw Defect($"A JSON has {json.Length} characters; at most {LedgerCommit.MaxJsonLength} are possible."),
        _ => json.Length,
    };

    // The parameter is the caller's, whichever method looks at it.
#pragma warning disable MA0015, CA2208
    private static ArgumentException Defect(string message) => new(message);
#pragma warning restore MA0015, CA2208
}
