using NovaFence.Simulation.Histories;
using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Sentences;

/// <summary>7. No secret or token in a log, an answer, the ledger or an exception.</summary>
internal sealed class NoSecret : Sentence
{
    internal override int Number => 7;

    protected override string? Check(Past past, IReadOnlyList<HostPast> hosts)
    {
        if (past.World.Leaks is [var leak, ..])
            return $"a secret stood in {leak}";
        foreach (var commit in past.World.Ledger.Commits.Select(stored => stored.Commit))
        {
            if (commit.Writes.FirstOrDefault(write => IsSecret(write.Key) || IsSecret(write.Json) || IsSecret(write.Summary)) is { } row)
                return $"a secret stood in the ledger's row {row.Key}: {row.Json}";
            if (commit.Events.FirstOrDefault(happened => IsSecret(happened.Json)) is { } happened)
                return $"a secret stood in an event: {happened.Json}";
        }

        return null;
    }

    private static bool IsSecret(string? text) => text?.Contains(Said.Secret, StringComparison.Ordinal) == true;
}
