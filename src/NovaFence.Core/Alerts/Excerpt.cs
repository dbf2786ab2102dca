using System.Globalization;
using System.Text;

namespace NovaFence.Core.Alerts;

/// <summary>A sender's text, made fit for a sentence in an answer, a log or a row: short, on one line, and valid Unicode.</summary>
public static class Excerpt
{
    /// <summary>Most characters of an excerpt where nothing else is asked for.</summary>
    public const int Most = 100;

    /// <summary>Letters and marks that are there and not seen, besides those of the category Format: fill-in letters, joiners of marks, and selectors of variants that no emoji has.</summary>
    private static readonly (int First, int Last)[] Unseen =
        [(0x34F, 0x34F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x3164, 0x3164), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0xE0000, 0xE0FFF)];

    /// <summary>
    /// Whether a terminal or a log would act on it, or nobody would see it: controls, line and paragraph separators, direction marks, tags, and what else Unicode has leave out by
    /// default (Default_Ignorable_Code_Point of its DerivedCoreProperties.txt). A name with one looks like another name.
    /// </summary>
    public static bool IsUnfit(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            || Array.Exists(Unseen, range => rune.Value >= range.First && rune.Value <= range.Last);

    /// <summary>
    /// Cuts after <paramref name="most"/> characters, and writes <c>?</c> for what a terminal or a log would act on: control characters, line and paragraph
    /// separators, and what cannot be seen, such as the marks that turn the direction of writing.
    /// </summary>
    public static string Of(string text, int most = Most)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= most && !text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return text;

        var kept = Cut(text, most);
        var clean = new StringBuilder(kept.Length + 1);
        // Half a surrogate pair comes as U+FFFD.
        foreach (var rune in kept.EnumerateRunes())
        {
            clean.Append(rune == Rune.ReplacementChar || IsUnfit(rune) ? "?" : rune.ToString());
        }

        return (kept.Length < text.Length ? clean.Append('…') : clean).ToString();
    }

    /// <summary>The first <paramref name="most"/> names, and how many more there are: "a, b and 3 more".</summary>
    public static string Names(IReadOnlyCollection<string> names, int most)
    {
        ArgumentNullException.ThrowIfNull(names);
        return names.Count <= most
            ? string.Join(", ", names)
            : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", names.Take(most))} and {names.Count - most} more");
    }

    /// <summary>The first <paramref name="most"/> characters, or one less where a surrogate pair would be cut.</summary>
    public static string Cut(string text, int most)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= most)
            return text;
        return text[..(most > 0 && char.IsSurrogatePair(text[most - 1], text[most]) ? most - 1 : most)];
    }
}
