using System.Text.RegularExpressions;

namespace NovaFence.OpenStack.Tests.Configuration.SideBySide;

/// <summary>Reads cases that are written down in a file.</summary>
/// <remarks>
/// A case begins with <c>== NAME</c>; a line <c>refused: KEY</c> says what NovaFence does not support in it; lines <c>NAME=VALUE</c> are variables; and each
/// <c>--- PATH</c> begins a file. Without any <c>OS_</c> variable <c>OS_CLOUD=sb</c> is set.
/// </remarks>
internal static partial class ClientCases
{
    private const int Timeout = 1000;

    public static IReadOnlyList<ClientCase> Read(string name) =>
        [.. Begin().Split(Repository.Read($"tests/NovaFence.Tests/OpenStack/Configuration/SideBySide/{name}")).Skip(1).Select(Case)];

    private static ClientCase Case(string block)
    {
        var parts = FileBegins().Split(block);
        var head = parts[0].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var variables = head.Skip(1).Where(static line => line.Contains('=', StringComparison.Ordinal) && !line.StartsWith("refused:", StringComparison.Ordinal))
            .Select(static line => line.Split('=', 2)).ToDictionary(static pair => pair[0], static pair => pair[1], StringComparer.Ordinal);
        if (!variables.Keys.Any(static variable => variable.StartsWith("OS_", StringComparison.Ordinal) && !variable.StartsWith("OS_CLIENT", StringComparison.Ordinal)))
            variables["OS_CLOUD"] = "sb";
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 1; i + 1 < parts.Length; i += 2)
            files[parts[i].Trim()] = parts[i + 1];
        var refused = head.FirstOrDefault(static line => line.StartsWith("refused:", StringComparison.Ordinal))?["refused:".Length..].Trim();
        return new ClientCase(head[0], files, variables, refused);
    }

    [GeneratedRegex("^== ", RegexOptions.Multiline, Timeout)]
    private static partial Regex Begin();

    [GeneratedRegex("^--- (?<path>.*)\n", RegexOptions.Multiline, Timeout)]
    private static partial Regex FileBegins();
}
