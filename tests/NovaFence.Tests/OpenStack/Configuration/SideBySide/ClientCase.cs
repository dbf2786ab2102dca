namespace NovaFence.OpenStack.Tests.Configuration.SideBySide;

/// <summary>Files and variables that openstacksdk and NovaFence read, each by itself.</summary>
/// <param name="Name">What to call it.</param>
/// <param name="Files">Texts by path below the case's folder; the current folder is <c>here</c>, the home <c>home</c>.</param>
/// <param name="Variables">The environment.</param>
/// <param name="Refused">The key that NovaFence names as not supported, or null where it has to come to the same result.</param>
internal sealed record ClientCase(string Name, IReadOnlyDictionary<string, string> Files, IReadOnlyDictionary<string, string> Variables, string? Refused = null)
{
    /// <summary>Stands for the case's folder in variables and files.</summary>
    public const string Root = "$ROOT";

    public override string ToString() =>
        $"{Name}\n{string.Join('\n', Variables.Select(static variable => $"  {variable.Key}={variable.Value}"))}\n"
        + string.Join('\n', Files.Where(static file => !file.Key.EndsWith(".pem", StringComparison.Ordinal)).Select(static file => $"  --- {file.Key}\n{file.Value}"));
}
