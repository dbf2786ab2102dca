using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using NovaFence.Http.Describing;
using NovaFence.Http.Endpoints;

namespace NovaFence.Http.Tests.Describing;

/// <summary>What the description says of an answer, held against one. Here nothing may stand in it that is not described; clients are told that answers may grow.</summary>
internal sealed class DescribedApi
{
    private const string Components = "#/components/schemas/";
    private const string Definitions = "#/$defs/";

    // The library registers every schema in one place for the whole process, which is not made for several threads at once.
    private static readonly Lock Evaluating = new();

    private readonly JsonObject _paths;
    private readonly JsonObject _definitions;
    // One for each that the description names: the library keeps every schema that it has ever read.
    private readonly Dictionary<string, JsonSchema> _schemas = new(StringComparer.Ordinal);

    public DescribedApi(string document)
    {
        var root = JsonNode.Parse(document)!.AsObject();
        _paths = root["paths"]!.AsObject();
        _definitions = Closed(root["components"]!["schemas"]!).AsObject();
    }

    public static DescribedApi Ours { get; } = new(ApiDescription.Of(EndpointTable.All));

    /// <summary>What is wrong with an answer; null where nothing is, or where this path is not in the description.</summary>
    public string? Fault(string method, string path, int status, string? mediaType, string body)
    {
        if (Operation(method, path) is not { } operation)
            return null;
        if (operation["responses"]![status.ToString(CultureInfo.InvariantCulture)] is not { } response)
            return $"{method} {path}: {status} is not described";
        if (response["content"]?[mediaType ?? ""]?["schema"] is not { } schema)
            return $"{method} {path}: {status} is not described as {mediaType}";
        return Fault(schema, JsonNode.Parse(body)) is { } fault ? $"{method} {path}, {status}: {fault}, in {body}" : null;
    }

    /// <summary>What is wrong with a value of a named type; null where nothing is.</summary>
    public string? Fault(string name, JsonNode value) => Fault(new JsonObject { ["$ref"] = Components + name }, value);

    private string? Fault(JsonNode schema, JsonNode? value)
    {
        EvaluationResults results;
        lock (Evaluating)
            results = Read(schema.ToJsonString()).Evaluate(JsonSerializer.SerializeToElement(value), new EvaluationOptions { OutputFormat = OutputFormat.List });
        return results.IsValid
            ? null
            : string.Join("; ", (results.Details ?? []).Where(one => one.Errors is not null).SelectMany(one => one.Errors!.Select(error => $"{one.InstanceLocation}: {error.Value}")));
    }

    private JsonSchema Read(string schema)
    {
        if (!_schemas.TryGetValue(schema, out var read))
        {
            var whole = Closed(JsonNode.Parse(schema)!).AsObject();
            whole["$defs"] = _definitions.DeepClone();
            _schemas[schema] = read = JsonSchema.FromText(whole.ToJsonString());
        }

        return read;
    }

    /// <summary>A path without a parameter goes before one with it, as routing has it.</summary>
    private JsonNode? Operation(string method, string path)
    {
        var segments = path.Split('/');
        return _paths.Where(one => Matches(one.Key.Split('/'), segments)).OrderBy(one => one.Key.Contains('{', StringComparison.Ordinal)).FirstOrDefault()
            .Value?[method.ToLowerInvariant()];
    }

    private static bool Matches(string[] pattern, string[] segments) =>
        pattern.Length == segments.Length && pattern.Zip(segments).All(pair => pair.First.StartsWith('{') || string.Equals(pair.First, pair.Second, StringComparison.OrdinalIgnoreCase));

    /// <summary>The same without room for what is not described, its references turned to where they are in a schema of its own.</summary>
    private static JsonNode Closed(JsonNode schema)
    {
        var text = schema.ToJsonString().Replace(Components, Definitions, StringComparison.Ordinal);
        var closed = JsonNode.Parse(text)!;
        Close(closed);
        return closed;
    }

    private static void Close(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var one in list)
                Close(one);
        }
        else if (node is JsonObject @object)
        {
            foreach (var (_, one) in @object.ToArray())
                Close(one);
            if (@object["properties"] is JsonObject && @object["type"] is JsonValue)
                @object["additionalProperties"] = false;
        }
    }
}
