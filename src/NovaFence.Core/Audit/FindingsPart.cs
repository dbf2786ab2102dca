using NovaFence.Core.Alerts;
using NovaFence.Core.Hosts;

namespace NovaFence.Core.Audit;

/// <summary>A part of the last audit's findings: so many that the row stays within the store's limit.</summary>
internal sealed record FindingsPart(IReadOnlyList<Finding> Findings)
{
    /// <summary>A host's name has up to 300 characters and each of the two texts <see cref="MaxText"/>: 25, with JSON around, fit into a row.</summary>
    internal const int Most = 25;

    /// <summary>Most characters of <see cref="Finding.Did"/> and <see cref="Finding.ToDo"/> that are kept.</summary>
    internal const int MaxText = 320;

    internal static Finding Fit(Finding finding) => finding with { Did = Cut(finding.Did), ToDo = Cut(finding.ToDo) };

    /// <summary>A command that is cut would name another host, or do another thing: it is left out whole.</summary>
    private static string Cut(string text)
    {
        if (text.Length <= MaxText)
            return text;
        var begin = text.LastIndexOf(OperatorCommand.Program, Math.Min(text.Length, MaxText + OperatorCommand.Program.Length) - 1, StringComparison.Ordinal);
        return Excerpt.Cut(text, begin > 0 ? Math.Min(begin, MaxText) : MaxText);
    }
}
