namespace NovaFence.Http.Answers;

/// <summary>What is said of a host that nobody knows.</summary>
internal static class UnknownHost
{
    /// <summary>The refusal.</summary>
    /// <param name="nearest">The known host whose name is nearest; null where none is near.</param>
    public static string Sentence(string? nearest) =>
        $"Neither Nova nor the ledger knows a compute host of this name{(nearest is null ? "" : $"; the nearest is '{nearest}'")}.";
}
