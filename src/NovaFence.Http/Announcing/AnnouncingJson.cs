using System.Text.Json.Serialization;
using NovaFence.Core.Auditing;
using NovaFence.Core.Fencing;

namespace NovaFence.Http.Announcing;

/// <summary>Alertmanager's JSON: camelCase. Besides that, the words of NovaFence's own JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PostableAlert[]))]
[JsonSerializable(typeof(FindingKind))]
[JsonSerializable(typeof(FenceState))]
internal sealed partial class AnnouncingJson : JsonSerializerContext;
