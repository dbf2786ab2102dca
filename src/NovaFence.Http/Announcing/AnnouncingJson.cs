using System.Text.Json.Serialization;
using NovaFence.Core.Audit;
using NovaFence.Core.Decisions;

namespace NovaFence.Http.Announcing;

/// <summary>Alertmanager's JSON: camelCase. Besides that, the words of NovaFence's own JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PostableAlert[]))]
[JsonSerializable(typeof(FindingKind))]
[JsonSerializable(typeof(HostState))]
internal sealed partial class AnnouncingJson : JsonSerializerContext;
