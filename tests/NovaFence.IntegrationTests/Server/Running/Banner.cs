using System.Text.RegularExpressions;

namespace NovaFence.Server.Tests.Running;

/// <summary>What the sandbox prints, read as a person reads it.</summary>
internal sealed partial class Banner(string text)
{
    /// <summary>Printed last.</summary>
    public const string End = "Ctrl+C stops the sandbox.";

    public string Text => text;

    /// <summary>Everything that can be pasted: whole paragraphs, in their order.</summary>
    public IReadOnlyList<string> Blocks { get; } = [.. Paragraph().Split(text).Select(one => one.Trim('\n')).Where(one => Command().IsMatch(one))];

    public string Explain => Blocks[0];

    public string Crash => Blocks[1];

    public string Firing => Blocks[2];

    public string Look => Blocks[3];

    public string Boot => Blocks[4];

    public string Resolved => Blocks[5];

    /// <summary>The command line on the same cloud and ledger.</summary>
    public string Commands => Blocks[6];

    /// <summary>The value beside a name, such as <c>webhook token</c>.</summary>
    public string this[string name] => Regex.Match(text, $@"^\s*{Regex.Escape(name)}\s{{2,}}([^\s,]+)(?:, .*)?$", RegexOptions.Multiline, TimeSpan.FromSeconds(1)).Groups[1].Value;

    [GeneratedRegex(@"\n\s*\n", RegexOptions.None, 1000)]
    private static partial Regex Paragraph();

    [GeneratedRegex(@"^curl |^\S*(?:novafence|dotnet)\S* .*--config ", RegexOptions.None, 1000)]
    private static partial Regex Command();
}
