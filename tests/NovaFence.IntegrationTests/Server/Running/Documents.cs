using System.Text.RegularExpressions;

namespace NovaFence.Server.Tests.Running;

/// <summary>The documents of the checkout that these tests were built from.</summary>
internal static partial class Documents
{
    /// <summary>A file of <c>docs/</c>.</summary>
    public static string Path(string name) => Repository.PathOf($"docs/{name}");

    /// <summary>The README and the pages beside it, by their names from the top.</summary>
    public static IEnumerable<string> WithCommands() =>
        Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md").Select(file => "docs/" + System.IO.Path.GetFileName(file)).Order(StringComparer.Ordinal).Prepend("README.md");

    /// <summary>A document's blocks of shell commands.</summary>
    public static IEnumerable<string> Blocks(string document) => Blocks(document, "bash", "sh");

    /// <summary>A document's fenced blocks of these languages, without the indentation of a list.</summary>
    public static IEnumerable<string> Blocks(string document, params string[] languages) => Fence().Matches(Repository.Read(document))
        .Where(match => languages.Contains(match.Groups["language"].Value, StringComparer.Ordinal))
        .Select(match => string.Join('\n', match.Groups["content"].Value.TrimEnd('\n').Split('\n')
            .Select(line => line.StartsWith(match.Groups["indent"].Value, StringComparison.Ordinal) ? line[match.Groups["indent"].Length..] : line)) + "\n");

    [GeneratedRegex("^(?<indent> *)```(?<language>[a-z]+)\n(?<content>.*?)^ *```", RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex Fence();
}
