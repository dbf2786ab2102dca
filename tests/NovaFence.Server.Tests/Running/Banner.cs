using System.Text.RegularExpressions;

namespace NovaFence.Server.Tests.Running;

/// <summary>What the sandbox prints, read as a person reads it.</summary>
internal sealed partial class Banner(string text)
{
    /// <summary>Printed last.</summary>
    public const string End = "Ctrl+C stops the sandbox.";

    public string Text => text;

    /// <summary>The commands to paste: crash, force down, look, boot, unset.</summary>
    public IReadOnlyList<string> Curls { get; } = [.. Curl().Matches(text).Select(match => match.Value)];

    public string Crash => Curls[0];

    public string Firing => Curls[1];

    public string Look => Curls[2];

    public string Boot => Curls[3];

    public string Resolved => Curls[4];

    /// <summary>The value beside a name, such as <c>webhook token</c>.</summary>
    public string this[string name] => Regex.Match(text, $@"^\s*{Regex.Escape(name)}\s{{2,}}([^\s,]+)(?:, .*)?$", RegexOptions.Multiline, TimeSpan.FromSeconds(1)).Groups[1].Value;

    // To the end of its paragraph.
    [GeneratedRegex(@"^curl .+?(?=\n\s*\n)", RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex Curl();
}
