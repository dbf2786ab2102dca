using System.Text.Json.Serialization;

namespace NovaFence.Http.Endpoints;

/// <summary>
/// How an operator's request is read: nothing unknown and nothing twice. A misspelt name must not turn into a command nobody gave.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    MaxDepth = 4,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ForceDownRequest))]
[JsonSerializable(typeof(PauseRequest))]
internal sealed partial class RequestsJson : JsonSerializerContext;
