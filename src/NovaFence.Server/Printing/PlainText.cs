using System.Buffers;
using System.Globalization;
using System.Text;
using NovaFence.Core.Alerts;

namespace NovaFence.Server.Printing;

/// <summary>
/// Text of others (labels, reasons, names, a server's answer) made fit for a terminal: without C0 and C1 controls, which it would act on, and without marks that
/// turn the direction of what stands beside them.
/// </summary>
internal static class PlainText
{
    /// <summary>Stands for what was taken out, so that a name with something in it does not look like one without.</summary>
    private const char Mark = '?';

    /// <summary>What is unfit, and the first halves of what may be.</summary>
    private static readonly SearchValues<char> Suspect = SearchValues.Create(
        [.. Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code).Where(letter => char.IsHighSurrogate(letter) || (!char.IsLowSurrogate(letter) && Excerpt.IsUnfit(new Rune(letter))))]);

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
        for (var index = 0; index < json.Length; index++)
        {
            // Between values there are blanks and line ends only; within them JSON allows neither.
            if (json[index] is '\n' or '\r' || UnfitAt(json, index) is not (> 0 and var length))
            {
                escaped.Append(json[index]);
                continue;
            }

            foreach (var letter in json.AsSpan(index, length))
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
            index += length - 1;
        }

        return escaped.ToString();
    }

    private static string Cleaned(string text, bool keepsLines)
    {
        var clean = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            switch (text[index])
            {
                case '\n' when keepsLines:
                    clean.Append('\n');
                    break;
                case '\t' or '\n' or '\r':
                    clean.Append(' ');
                    break;
                case var _ when UnfitAt(text, index) is > 0 and var length:
                    clean.Append(Mark);
                    index += length - 1;
                    break;
                case var letter:
                    clean.Append(letter);
                    break;
            }
        }

        return clean.ToString();
    }

    /// <summary>How many characters there are one that is unfit; 0 where it is fit. Half of a pair is: its other half may come with what is written next.</summary>
    private static int UnfitAt(string text, int index) =>
        Suspect.Contains(text[index]) && Rune.TryGetRuneAt(text, index, out var rune) && Excerpt.IsUnfit(rune) ? rune.Utf16SequenceLength : 0;
}
