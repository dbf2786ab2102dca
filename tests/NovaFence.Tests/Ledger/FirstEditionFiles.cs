using System.Text.Json;

namespace NovaFence.Ledger.Tests;

/// <summary>What the first edition wrote: see FirstEdition/README.md.</summary>
internal static class FirstEditionFiles
{
    /// <summary>The partition of all its rows.</summary>
    public const string Partition = "RegionOne";

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "FirstEdition");

    /// <summary>The file. Whoever opens it opens a copy.</summary>
    public static string Ledger { get; } = Path.Combine(Folder, "ledger.sqlite");

    /// <summary>Its rows, as they are stored.</summary>
    public static IReadOnlyDictionary<string, string> Rows { get; } = ReadRows();

    private static Dictionary<string, string> ReadRows()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "rows.json")));
        return document.RootElement.EnumerateObject().ToDictionary(row => row.Name, row => row.Value.GetRawText(), StringComparer.Ordinal);
    }
}
