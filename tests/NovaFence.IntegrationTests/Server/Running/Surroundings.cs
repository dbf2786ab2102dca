using System.Collections;

namespace NovaFence.Server.Tests.Running;

/// <summary>What the program finds around it: an empty folder, an empty home, and of the environment only what .NET itself needs.</summary>
public sealed class Surroundings : IDisposable
{
    private static readonly string[] Kept = ["PATH", "DOTNET_ROOT", "TMPDIR", "TEMP", "TMP", "SystemRoot", "LD_LIBRARY_PATH", "USER", "LOGNAME", "USERNAME"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("novafence-server-");

    /// <summary>Where it runs.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Further variables, such as <c>NovaFence__Mode</c>.</summary>
    public IDictionary<string, string?> Variables { get; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, string?>> All => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Where(variable => Kept.Contains((string)variable.Key, StringComparer.OrdinalIgnoreCase))
        .Select(variable => KeyValuePair.Create((string)variable.Key, (string?)variable.Value))
        .Append(KeyValuePair.Create<string, string?>("HOME", Folder))
        .Append(KeyValuePair.Create<string, string?>("DOTNET_NOLOGO", "1"))
        .Concat(Variables);

    public string File(string name) => Path.Combine(Folder, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
