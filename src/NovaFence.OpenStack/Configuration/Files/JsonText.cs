using System.Text.Json;

namespace NovaFence.OpenStack.Configuration.Files;

/// <summary>Loads <c>clouds.json</c>.</summary>
internal static class JsonText
{
    /// <summary>The document. Throws <see cref="UnreadableTextException"/>, which never quotes the text.</summary>
    public static ConfigNode Load(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return Convert(document.RootElement);
        }
        catch (JsonException broken)
        {
            throw new UnreadableTextException($"is not JSON: see line {broken.LineNumber + 1}, column {broken.BytePositionInLine + 1}");
        }
    }

    private static ConfigNode Convert(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => new ConfigNode.Text(element.GetString()!),
        JsonValueKind.True or JsonValueKind.False => new ConfigNode.Flag(element.GetBoolean()),
        JsonValueKind.Null => new ConfigNode.Null(),
        JsonValueKind.Number => PlainScalar.Read(element.GetRawText()) is ConfigNode.Text same ? same : new ConfigNode.NotText("a number"),
        JsonValueKind.Array => new ConfigNode.List([.. element.EnumerateArray().Select(Convert)]),
        _ => new ConfigNode.Mapping(Entries(element)),
    };

    private static Dictionary<string, ConfigNode> Entries(JsonElement element)
    {
        var entries = new Dictionary<string, ConfigNode>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            if (!entries.TryAdd(property.Name, Convert(property.Value)))
                throw new UnreadableTextException($"has the key {property.Name} twice in one object");
        }

        return entries;
    }
}
