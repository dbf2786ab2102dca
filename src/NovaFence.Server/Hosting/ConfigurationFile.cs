using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration.Json;

namespace NovaFence.Server.Hosting;

/// <summary>
/// A configuration file as .NET reads it, but that an empty list has no value, as an empty section has none. .NET gives it an empty text
/// (https://github.com/dotnet/runtime/blob/main/src/libraries/Microsoft.Extensions.Configuration.Json/src/JsonConfigurationFileParser.cs), so that <c>[]</c>
/// and <c>""</c> could not be told apart.
/// </summary>
/// <param name="text">What is in it.</param>
internal sealed class ConfigurationFile(string text) : IConfigurationSource
{
    private static readonly ConcurrentDictionary<string, string> Pipes = new(StringComparer.Ordinal);

    /// <summary>What is in a file. A pipe, as a shell makes one of <c>--config &lt;(sops decrypt novafence.json)</c>, can be read only once: what was read of it is kept.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read by this user.</exception>
    internal static string Read(string path)
    {
        if (Pipes.TryGetValue(path, out var read))
            return read;
        using var file = File.OpenRead(path);
        // A byte order mark says how the file is encoded.
        using var reader = new StreamReader(file);
        var text = reader.ReadToEnd();
        if (!file.CanSeek)
            Pipes[path] = text;
        return text;
    }

    /// <inheritdoc />
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new Provider(Encoding.UTF8.GetBytes(text));

    private sealed class Provider(byte[] text) : JsonConfigurationProvider(new JsonConfigurationSource())
    {
        public override void Load()
        {
            base.Load(new MemoryStream(text));
            var json = new Utf8JsonReader(text, ConfigurationText.AsTheFrameworkReads);
            using var document = JsonDocument.ParseValue(ref json);
            foreach (var key in EmptyLists(document.RootElement, ""))
                Data[key] = null;
        }

        private static IEnumerable<string> EmptyLists(JsonElement element, string key) => element.ValueKind switch
        {
            JsonValueKind.Array when element.GetArrayLength() == 0 => [key],
            JsonValueKind.Array => element.EnumerateArray().SelectMany((item, index) => EmptyLists(item, FormattableString.Invariant($"{key}:{index}"))),
            JsonValueKind.Object => element.EnumerateObject().SelectMany(member => EmptyLists(member.Value, key.Length == 0 ? member.Name : $"{key}:{member.Name}")),
            _ => [],
        };
    }
}

/// <summary>Adds configuration files.</summary>
internal static class ConfigurationFileExtensions
{
    /// <summary>Adds a JSON file, which is read once; an optional one may be missing.</summary>
    internal static void AddConfigurationFile(this IConfigurationBuilder configuration, string path, bool optional = false)
    {
        if (!optional || File.Exists(path))
            configuration.Add(new ConfigurationFile(ConfigurationFile.Read(path)));
    }
}
