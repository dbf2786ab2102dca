using System.Text.Json.Serialization;

namespace NovaFence.Http.Receivers.Alertmanager;

/// <summary>How a delivery is read: at most 32 deep, and no name twice in an object, for then it would say two things at once.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    MaxDepth = 32,
    AllowDuplicateProperties = false,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(AlertmanagerDelivery))]
internal sealed partial class AlertmanagerJson : JsonSerializerContext;
