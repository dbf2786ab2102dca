namespace NovaFence.Core.Cloud;

/// <summary>What a check before going live found of one thing. Without secrets.</summary>
/// <param name="Name">The thing.</param>
/// <param name="Result">How it stands.</param>
/// <param name="Found">What was found, as a sentence.</param>
/// <param name="ToDo">What to do about it; null where there is nothing to do.</param>
public sealed record CheckLine(string Name, CheckResult Result, string Found, string? ToDo)
{
    /// <summary>The name of the line that says whether the ledger can be read.</summary>
    public const string LedgerRead = "ledger: read";

    /// <summary>The name of the line that says whether the ledger can be written.</summary>
    public const string LedgerWrite = "ledger: write";

    /// <summary>The name of the line that says how many places the budget has left.</summary>
    public const string Places = "places";

    /// <summary>One that is as it has to be.</summary>
    public static CheckLine Ok(string name, string found) => new(name, CheckResult.Ok, found, null);

    /// <summary>One that works, and that somebody should know of.</summary>
    public static CheckLine Warning(string name, string found, string toDo) => new(name, CheckResult.Warning, found, toDo);

    /// <summary>One that will not work.</summary>
    public static CheckLine Failed(string name, string found, string toDo) => new(name, CheckResult.Failed, found, toDo);
}
