using System.Text;
using Wcwidth;

namespace NovaFence.Server.Printing;

/// <summary>How wide a text is on a terminal, and how it is wrapped.</summary>
internal static class TextWidth
{
    internal static int Of(string text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes())
            width += Math.Max(0, UnicodeCalculator.GetWidth(rune));
        return width;
    }

    /// <summary>Lines of whole words; a word that is longer than a line has one for itself, unbroken.</summary>
    internal static IEnumerable<string> Wrap(IEnumerable<string> words, int width)
    {
        var line = new StringBuilder();
        var used = 0;
        foreach (var word in words.Where(word => word.Length > 0))
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
}
