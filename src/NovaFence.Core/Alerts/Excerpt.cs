using System.Globalization;
using System.Text;

namespace NovaFence.Core.Alerts;

/// <summary>A sender's text, made fit for a sentence in an answer, a log or a row: short, on one line, and valid Unicode.</summary>
public static class Excerpt
{
    /// <summary>Most characters of an excerpt where nothing else is asked for.</summary>
    public const int Most = 100;

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
            var isActedOn = rune == Rune.ReplacementChar
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
            clean.Append(isActedOn ? "?" : rune.ToString());
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
