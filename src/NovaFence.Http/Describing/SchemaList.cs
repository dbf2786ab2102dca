using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace NovaFence.Http.Describing;

/// <summary>The JSON schemas of types, made from what writes and reads their JSON. An object's schema stands once under its name, and is referred to.</summary>
internal sealed class SchemaList
{
    private const string Reference = "$ref";
    private const string Here = "#/components/schemas/";

    private readonly SortedDictionary<string, JsonNode> _named = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Type> _types = new(StringComparer.Ordinal);

    /// <summary>All, by their names.</summary>
    public IReadOnlyDictionary<string, JsonNode> Named => _named;

    /// <summary>The schema of what is written: what is always written is required.</summary>
    public JsonNode OfWritten(JsonTypeInfo type) => Of(type, isWritten: true);

    /// <summary>The schema of what is read: what has to be there is required.</summary>
    public JsonNode OfRead(JsonTypeInfo type) => Of(type, isWritten: false);

    private JsonNode Of(JsonTypeInfo type, bool isWritten) => JsonSchemaExporter.GetJsonSchemaAsNode(type, new JsonSchemaExporterOptions
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = (context, schema) => Shape(context, schema, isWritten),
    });

    private JsonObject Shape(JsonSchemaExporterContext context, JsonNode schema, bool isWritten)
    {
        // 'true' takes anything, and so does an object without a word, which every reader of OpenAPI knows.
        if (schema is not JsonObject written)
            return new JsonObject();
        if (written[Reference] is not null)
        {
            return context.TypeInfo.Kind == JsonTypeInfoKind.Object
                ? To(context.TypeInfo.Type.Name)
                : throw new NotSupportedException($"{context.TypeInfo.Type} comes back at {string.Join('/', context.Path)}, and has no name to be referred to by.");
        }

        if (context.TypeInfo.Kind != JsonTypeInfoKind.Object || written["properties"] is null)
            return written;
        var name = context.TypeInfo.Type.Name;
        var isNullable = written["type"] is JsonArray;
        if (_types.TryAdd(name, context.TypeInfo.Type))
            _named.Add(name, Object(context.TypeInfo, written, isWritten));
        else if (_types[name] != context.TypeInfo.Type)
            throw new NotSupportedException($"Two types are called {name}.");
        return isNullable ? new JsonObject { ["anyOf"] = new JsonArray(To(name), new JsonObject { ["type"] = "null" }) } : To(name);
    }

    private static JsonObject Object(JsonTypeInfo type, JsonObject schema, bool isWritten)
    {
        var shaped = (JsonObject)schema.DeepClone();
        shaped["type"] = "object";
        if (!isWritten)
            return shaped;
        foreach (var (_, property) in shaped["properties"]!.AsObject())
            (property as JsonObject)?.Remove("default");
        shaped["required"] = new JsonArray([.. type.Properties.Where(IsAlwaysWritten).Select(property => JsonValue.Create(property.Name))]);
        return shaped;
    }

    private static bool IsAlwaysWritten(JsonPropertyInfo property) => property is { Get: not null, ShouldSerialize: null };

    private static JsonObject To(string name) => new() { [Reference] = Here + name };
}
