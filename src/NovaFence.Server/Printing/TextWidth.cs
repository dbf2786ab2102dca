using System.Text;
using Wcwidth;

namespace NovaFence.Server.Printing;

/// <summary>How wide a text is on a terminal, and how it is wrapped.</summary>
internal static class TextWidth
{
    private const string Program = "novafence";

    internal static int Of(string text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes())
            width += Math.Max(0, UnicodeCalculator.GetWidth(rune));
        return width;
    }

    /// <summary>Lines of whole words; a word that is longer than a line has one for itself, unbroken. A command within a sentence is one word: it is copied.</summary>
    internal static IEnumerable<string> Wrap(string text, int width)
    {
        var line = new StringBuilder();
        var used = 0;
        foreach (var word in Words(text))
        {
            var wide = Of(word);
            if (line.Length > 0 && used + 1 + wide > width)
            {
                yield return line.ToString();
                line.Clear();
                used = 0;
            }

            if (line.Length > 0)
            {
                line.Append(' ');
                used++;
            }

            line.Append(word);
            used += wide;
        }

        if (line.Length > 0)
            yield return line.ToString();
    }

    private static IEnumerable<string> Words(string text)
    {
        List<string> command = [];
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (command.Count == 0 && word != Program)
            {
                yield return word;
                continue;
            }

            command.Add(word);
            if (word[^1] is not (',' or '.' or ';' or ':' or ')'))
                continue;
            yield return string.Join(' ', command);
            command.Clear();
        }

        if (command.Count > 0)
            yield return string.Join(' ', command);
    }
}
