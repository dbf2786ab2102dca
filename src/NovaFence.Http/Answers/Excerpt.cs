namespace NovaFence.Http.Answers;

/// <summary>A sender's text, made fit for a sentence in an answer or a log: short, on one line, and valid Unicode.</summary>
internal static class Excerpt
{
    /// <summary>Cuts after <paramref name="most"/> characters and replaces what a terminal or a log would act on.</summary>
    public static string Of(string text, int most = 100)
    {
        var cut = text.Length > most;
        var kept = cut ? text.AsSpan(0, most) : text;
        if (!cut && !kept.ContainsAnyExceptInRange(' ', '~'))
            return text;

        var clean = new char[kept.Length];
        for (var index = 0; index < kept.Length; index++)
            clean[index] = char.IsControl(kept[index]) || char.IsSurrogate(kept[index]) || kept[index] is '\u2028' or '\u2029' ? '?' : kept[index];
        return cut ? $"{new string(clean)}…" : new string(clean);
    }
}
