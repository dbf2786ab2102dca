namespace NovaFence.Server.Printing;

/// <summary>A word as a POSIX shell takes it for one.</summary>
internal static class ShellWord
{
    /// <summary>The word; in quotes where it would not be one without.</summary>
    internal static string Of(string word) =>
        word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || "/._-:".Contains(letter, StringComparison.Ordinal)) ? word : Quoted(word);

    /// <summary>The word in quotes.</summary>
    internal static string Quoted(string word) => $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
