using System.Buffers;
using System.Globalization;
using System.Text;

namespace NovaFence.Server.Printing;

/// <summary>
/// Text of others (labels, reasons, names, a server's answer) made fit for a terminal: without C0 and C1 controls, which it would act on, and without marks that
/// turn the direction of what stands beside them.
/// </summary>
internal static class PlainText
{
    /// <summary>Stands for what was taken out, so that a name with something in it does not look like one without.</summary>
    private const char Mark = '?';

    private static readonly SearchValues<char> Suspect = SearchValues.Create(
        [.. Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code).Where(IsUnfit)]);

    /// <summary>The text on one line.</summary>
    internal static string Line(string text) => text.AsSpan().ContainsAny(Suspect) ? Cleaned(text, keepsLines: false) : text;

    /// <summary>The text with its lines, and nothing else that a terminal would act on.</summary>
    internal static string Lines(string text) => text.AsSpan().ContainsAny(Suspect) ? Cleaned(text, keepsLines: true) : text;

    /// <summary>JSON, in which what is unfit is written as \uXXXX: nothing of it is lost, and a terminal sees none of it.</summary>
    internal static string Json(string json)
    {
        if (!json.AsSpan().ContainsAny(Suspect))
            return json;
        var escaped = new StringBuilder(json.Length + 16);
        foreach (var letter in json)
        {
            // Between values there are blanks and line ends only; within them JSON allows neither.
            if (letter is '\n' or '\r' || !Suspect.Contains(letter))
                escaped.Append(letter);
            else
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
        }

        return escaped.ToString();
    }

    private static string Cleaned(string text, bool keepsLines) => string.Create(text.Length, (text, keepsLines), static (clean, given) =>
    {
        for (var index = 0; index < clean.Length; index++)
        {
            var letter = given.text[index];
            clean[index] = letter switch
            {
                '\n' when given.keepsLines => letter,
                '\t' or '\n' or '\r' => ' ',
                _ => Suspect.Contains(letter) ? Mark : letter,
            };
        }
    });

    /// <summary>Controls, and what is invisible: direction marks, joiners, line and paragraph separators, and fill-in characters of no width.</summary>
    private static bool IsUnfit(char letter) =>
        char.IsControl(letter) || CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
