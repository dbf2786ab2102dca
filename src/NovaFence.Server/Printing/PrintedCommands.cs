namespace NovaFence.Server.Printing;

/// <summary>
/// Commands within printed texts, made whole with the options that say which cloud, or which server, they are for. Pasted without them they act on what the
/// shell's environment says, which may be another cloud with hosts of the same names.
/// </summary>
internal static class PrintedCommands
{
    private const string Program = "novafence";
    private const string Config = " --config ";
    private const char Quote = '\'';

    /// <summary>What ends a part of a sentence, and with it a command.</summary>
    private static readonly char[] Ends = [',', '.', ';', ':', ')'];

    /// <summary>The commands that ask a cloud or a server. <c>novafence</c> before another word is prose.</summary>
    private static readonly HashSet<string> OfBoth = new(StringComparer.Ordinal) { "force-down", "hosts", "pause", "resume", "explain", "events", "audit", "report" };

    /// <summary>What is added to each command; empty where nothing has to be.</summary>
    private static string _options = "";

    /// <summary>Says for which cloud or server the commands are from now on.</summary>
    internal static void AreFor(Uri? server, FileInfo? ca, FileInfo? config) => _options = Options(server, ca, config);

    /// <summary>The options, with full paths, as a shell takes them.</summary>
    internal static string Options(Uri? server, FileInfo? ca, FileInfo? config) =>
        (server is null ? "" : $" --server {ShellWord.Of(server.ToString())}")
        + (ca is null ? "" : $" --ca {ShellWord.Of(ca.FullName)}")
        + (config is null ? "" : Config + ShellWord.Of(config.FullName));

    /// <summary>The text with the options behind each of its commands.</summary>
    internal static string Completed(string text) => string.Join(' ', Words(text));

    /// <summary>The text's words. A command is one of them, with its options: it is copied.</summary>
    internal static IReadOnlyList<string> Words(string text) => Words(text, _options);

    /// <param name="text">A text. A command in it ends where the text does, with a word that ends a part of a sentence, or with the quote that it began with.</param>
    /// <param name="options">What is added.</param>
    internal static IReadOnlyList<string> Words(string text, string options)
    {
        var found = new List<string>();
        ReadOnlySpan<string> left = text.Split(' ');
        while (!left.IsEmpty)
        {
            var taken = LengthOfCommand(left);
            found.Add(taken == 0 ? left[0] : Completed(left[..taken], options));
            left = left[Math.Max(taken, 1)..];
        }

        return found;
    }

    /// <summary>How many of these words are the command that they begin with; 0 where they begin with none.</summary>
    private static int LengthOfCommand(ReadOnlySpan<string> words)
    {
        if (words[0].TrimStart(Quote) != Program || !IsCommand(words[1..]))
            return 0;
        var isQuoted = words[0][0] == Quote;
        for (var index = 1; index < words.Length; index++)
        {
            if (isQuoted ? words[index].TrimEnd(Ends).EndsWith(Quote) : Ends.Contains(words[index].LastOrDefault()))
                return index + 1;
        }

        return words.Length;
    }

    private static bool IsCommand(ReadOnlySpan<string> words)
    {
        if (words.IsEmpty)
            return false;
        var name = NameOf(words[0]);
        return OfBoth.Contains(name) || name == "ledger" || (name == "check" && (words.Length == 1 || words[0] != name || words[1].StartsWith("--", StringComparison.Ordinal)));
    }

    private static string Completed(ReadOnlySpan<string> words, string options)
    {
        var command = string.Join(' ', words!);
        // Those of no server take no server.
        if (!OfBoth.Contains(NameOf(words[1])) && !options.StartsWith(Config, StringComparison.Ordinal))
            return command;
        var bare = command.TrimEnd(Ends);
        if (command[0] == Quote)
            bare = bare.TrimEnd(Quote);
        return $"{bare}{options}{command[bare.Length..]}";
    }

    private static string NameOf(string word) => word.TrimEnd(Ends).TrimEnd(Quote);
}
