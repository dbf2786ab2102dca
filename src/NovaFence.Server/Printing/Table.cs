using System.Text;

namespace NovaFence.Server.Printing;

/// <summary>A text below, or beside, the names of a row.</summary>
/// <param name="Text">The text; an empty one is not printed.</param>
/// <param name="IsWhole">Whether it stays on one line of its own, whatever its length: a command or a link, which somebody copies.</param>
internal readonly record struct Paragraph(string Text, bool IsWhole = false)
{
    /// <summary>The text on one line.</summary>
    internal string Line => PlainText.Line(PrintedCommands.Completed(Text));

    /// <summary>The text on lines of that width.</summary>
    internal IEnumerable<string> Lines(int width) => IsWhole ? [Line] : TextWidth.Wrap(PrintedCommands.Words(Text).Select(PlainText.Line), width);
}

/// <summary>One row.</summary>
/// <param name="Names">What is never broken, one for each column.</param>
/// <param name="Texts">What is wrapped, one for each title of a text.</param>
/// <param name="NeedsAPerson">Whether it is printed in red.</param>
internal sealed record TableRow(IReadOnlyList<string> Names, IReadOnlyList<Paragraph> Texts, bool NeedsAPerson = false);

/// <summary>
/// A table for people: names are never broken, texts wrap between words. Where the terminal is too narrow for the texts they stand below the names; where
/// it is too narrow for the names, the last of those too. Where nobody sits before it each row is one line, with every column.
/// </summary>
/// <remarks>Spectre.Console cuts names where a table is too wide, and prints an ellipsis alone where a name is wider than the terminal.</remarks>
internal sealed class Table(IReadOnlyList<string> names, IReadOnlyList<string> texts)
{
    private const int Gap = 2;
    private const int Indent = 4;

    /// <summary>Least width that a text beside the names is given; narrower ones are read with less pain below.</summary>
    private const int LeastBeside = 40;

    /// <summary>The lines, each with whether it is printed in red.</summary>
    internal IEnumerable<(string Text, bool InRed)> Lines(IReadOnlyList<TableRow> rows, int width)
    {
        var clean = rows.Select(Clean).ToList();
        return width == Screen.Endless ? Whole(clean) : Fitted(clean, width);
    }

    internal void Print(IReadOnlyList<TableRow> rows)
    {
        foreach (var (text, inRed) in Lines(rows, Screen.Width))
            Screen.WriteLine(text, inRed);
    }

    private static TableRow Clean(TableRow row) => row with { Names = [.. row.Names.Select(PlainText.Line)] };

    private IEnumerable<(string Text, bool InRed)> Whole(List<TableRow> rows)
    {
        List<string> titles = [.. names, .. texts];
        var cells = rows.Select(row => row.Names.Concat(row.Texts.Select(text => text.Line)).ToList()).ToList();
        var widths = titles.Select((title, column) => cells.Select(row => TextWidth.Of(row[column])).Append(title.Length).Max()).ToList();
        yield return (Joined(titles, widths), false);
        foreach (var row in cells)
            yield return (Joined(row, widths), false);
    }

    private IEnumerable<(string Text, bool InRed)> Fitted(List<TableRow> rows, int width)
    {
        var shown = Enumerable.Range(0, names.Count).Where(column => rows.Any(row => row.Names[column].Length > 0)).ToList();
        var widths = Enumerable.Range(0, names.Count).Select(column => rows.Select(row => TextWidth.Of(row.Names[column])).Append(names[column].Length).Max()).ToList();
        List<int> below = [];
        while (shown.Count > 1 && Sum(shown, widths) > width)
        {
            below.Insert(0, shown[^1]);
            shown.RemoveAt(shown.Count - 1);
        }

        var beside = width - Sum(shown, widths) - Gap;
        var isBeside = below.Count == 0 && beside >= LeastBeside;
        yield return (Joined([.. shown.Select(column => names[column]), .. isBeside ? [string.Join(", ", texts.Where((_, text) => rows.Any(row => row.Texts[text].Text.Length > 0)))] : Array.Empty<string>()], [.. shown.Select(column => widths[column])]), false);
        foreach (var row in rows)
        {
            var cells = shown.Select(column => row.Names[column]).ToList();
            var lines = row.Texts.Where(text => text.Text.Length > 0).SelectMany(text => text.Lines(isBeside ? beside : Math.Max(width - Indent, 1))).ToList();
            List<int> cellWidths = [.. shown.Select(column => widths[column])];
            yield return (Joined(isBeside && lines.Count > 0 ? [.. cells, lines[0]] : cells, cellWidths), row.NeedsAPerson);
            foreach (var column in below.Where(column => row.Names[column].Length > 0))
                yield return ($"{"",Indent}{names[column].ToLowerInvariant()}: {row.Names[column]}", row.NeedsAPerson);
            foreach (var line in isBeside ? lines.Skip(1) : lines)
                yield return (new string(' ', isBeside ? Sum(shown, widths) + Gap : Indent) + line, false);
        }
    }

    private static int Sum(List<int> columns, List<int> widths) => columns.Sum(column => widths[column]) + (Gap * (columns.Count - 1));

    private static string Joined(List<string> cells, List<int> widths)
    {
        var line = new StringBuilder();
        for (var index = 0; index < cells.Count; index++)
        {
            line.Append(cells[index]);
            if (index < widths.Count)
                line.Append(' ', widths[index] - TextWidth.Of(cells[index]) + Gap);
        }

        return line.ToString().TrimEnd();
    }
}
