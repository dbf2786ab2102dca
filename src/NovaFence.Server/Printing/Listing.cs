using Spectre.Console;

namespace NovaFence.Server.Printing;

/// <summary>A plain table: aligned columns, no frames, whole lines when the output is not a terminal.</summary>
internal static class Listing
{
    internal static void Print(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (Console.IsOutputRedirected)
            console.Profile.Width = 4000;
        var table = new Table().NoBorder();
        foreach (var column in columns)
            table.AddColumn(new TableColumn(new Text(column)).PadLeft(0).PadRight(2).NoWrap());
        foreach (var row in rows)
            table.AddRow(row.Select(cell => new Text(cell)));
        console.Write(table);
    }
}
