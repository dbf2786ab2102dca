using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration.Json;

namespace NovaFence.Server.Hosting;

/// <summary>
/// A configuration file as .NET reads it, but that an empty list has no value, as an empty section has none. .NET gives it an empty text
/// (https://github.com/dotnet/runtime/blob/main/src/libraries/Microsoft.Extensions.Configuration.Json/src/JsonConfigurationFileParser.cs), so that <c>[]</c>
/// and <c>""</c> could not be told apart.
/// </summary>
internal sealed class ConfigurationFile : JsonConfigurationSource
{
    /// <inheritdoc />
    public override IConfigurationProvider Build(IConfigurationBuilder builder)
    {
        EnsureDefaults(builder);
        return new Provider(this);
    }

    private sealed class Provider(JsonConfigurationSource source) : JsonConfigurationProvider(source)
    {
        public override void Load(Stream stream)
        {
            // A byte order mark says how the file is encoded.
            using var reader = new StreamReader(stream);
            var text = Encoding.UTF8.GetBytes(reader.ReadToEnd());
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
    /// <summary>Adds a JSON file, which is read once.</summary>
    internal static void AddConfigurationFile(this IConfigurationBuilder configuration, string path, bool optional = false)
    {
        var file = new ConfigurationFile { Path = path, Optional = optional };
        file.ResolveFileProvider();
        configuration.Add(file);
    }
}
