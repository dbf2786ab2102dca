using System.Text;

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
    private static readonly HashSet<string> OfBoth = new(StringComparer.Ordinal) { "force-down", "hosts", "pause", "resume", "explain", "events", "audit" };

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
    internal static string Completed(string text) => Completed(text, _options);

    /// <param name="text">A text. A command in it ends where the text does, with a word that ends a part of a sentence, or with the quote that it began with.</param>
    /// <param name="options">What is added.</param>
    internal static string Completed(string text, string options)
    {
        if (options.Length == 0 || !text.Contains(Program, StringComparison.Ordinal))
            return text;
        var words = text.Split(' ');
        var completed = new StringBuilder(text.Length + options.Length);
        var (isWithin, isQuoted) = (false, false);
        for (var index = 0; index < words.Length; index++)
        {
            var word = words[index];
            if (!isWithin && word.TrimStart(Quote) == Program && Begins(words.AsSpan(index + 1), options))
                (isWithin, isQuoted) = (true, word[0] == Quote);
            var bare = word.TrimEnd(Ends);
            var ends = isQuoted ? bare.EndsWith(Quote) : bare.Length < word.Length;
            if (isQuoted)
                bare = bare.TrimEnd(Quote);
            completed.Append(index == 0 ? "" : " ");
            if (isWithin && (ends || index == words.Length - 1))
            {
                completed.Append(bare).Append(options).Append(word.AsSpan(bare.Length));
                (isWithin, isQuoted) = (false, false);
            }
            else
            {
                completed.Append(word);
            }
        }

        return completed.ToString();
    }

    private static bool Begins(ReadOnlySpan<string> words, string options)
    {
        if (words.IsEmpty)
            return false;
        var command = words[0].TrimEnd(Ends).TrimEnd(Quote);
        if (OfBoth.Contains(command))
            return true;
        // These take no server.
        return options.StartsWith(Config, StringComparison.Ordinal) && command switch
        {
            "ledger" => true,
            "check" => words.Length == 1 || words[0] != command || words[1].StartsWith("--", StringComparison.Ordinal),
            _ => false,
        };
    }
}
