using NovaFence.Ledger;

namespace NovaFence.Server.Commands;

/// <summary>
/// That there is no ledger where one is configured. With a misspelt path, or table, an empty one would say that nothing is down, held or paused, and what is paused in it is not paused for the server: so
/// only the server makes one, and what has a use without it.
/// </summary>
/// <param name="What">Where there is none.</param>
/// <param name="Key">The key to set, and to what.</param>
/// <param name="IsOfThisFolder">Whether where it is depends on the folder that a command is given in.</param>
internal sealed record MissingLedger(string What, string Key, bool IsOfThisFolder)
{
    private const string First = "; where there is no ledger yet, start the server first, which makes it";

    /// <summary>What to do about it.</summary>
    internal string ToDo => IsOfThisFolder
        ? $"{What}: {Key}. Give the command in the folder that the server was started in, or write the whole path{First}"
        : $"{What}. Set {Key}{First}";

    internal static MissingLedger Table(string place) =>
        new($"there is no ledger: {place} is not there, or is empty", $"{LedgerOptions.Section}:Tables to the account and the table that the server uses", false);

    internal static MissingLedger File(string path)
    {
        var what = $"there is no ledger at {Path.GetFullPath(path)}";
        return Path.IsPathFullyQualified(path)
            ? new MissingLedger(what, $"{LedgerOptions.Section}:Sqlite:Path to the file that the server uses", false)
            : new MissingLedger(what, $"{LedgerOptions.Section}:Sqlite:Path is '{path}', another file in each folder", true);
    }
}
