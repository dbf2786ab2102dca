using System.Text.RegularExpressions;

namespace NovaFence.Architecture.Tests.Documents;

/// <summary>What a test reads off a page.</summary>
internal static partial class Markdown
{
    /// <summary>The headings of this depth, in their order.</summary>
    internal static IReadOnlyList<string> Headings(string text, int depth) =>
        [.. text.Split('\n').Where(line => line.StartsWith(new string('#', depth) + " ", StringComparison.Ordinal)).Select(line => line[(depth + 1)..].Trim())];

    /// <summary>The text under a heading, down to the next of any depth.</summary>
    internal static string Under(string text, string heading)
    {
        var lines = text.Split('\n').SkipWhile(line => line.TrimStart('#').Trim() != heading || !line.StartsWith('#'));
        return string.Join('\n', lines.Skip(1).TakeWhile(line => !line.StartsWith('#')));
    }

    /// <summary>What stands in backticks, anywhere on the page.</summary>
    internal static IReadOnlySet<string> Code(string text) => Backticks().Matches(text).Select(match => match.Groups["code"].Value).ToHashSet(StringComparer.Ordinal);

    /// <summary>The fenced blocks of this language.</summary>
    internal static IReadOnlyList<string> Blocks(string text, string language) =>
        [.. Fence().Matches(text).Where(match => match.Groups["language"].Value == language).Select(match => match.Groups["content"].Value)];

    /// <summary>Targets of links to files of this repository, without their anchors.</summary>
    internal static IEnumerable<string> LocalLinks(string text) =>
        Link().Matches(text).Select(match => match.Groups["target"].Value.Split('#')[0]).Where(target => target.Length > 0 && !target.Contains(':', StringComparison.Ordinal));

    [GeneratedRegex("(?<!`)`(?<code>[^`\n]+)`(?!`)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Backticks();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex("^```(?<language>[a-z]*)\n(?<content>.*?)^```", RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex Fence();
}
