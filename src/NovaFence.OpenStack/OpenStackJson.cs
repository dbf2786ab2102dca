using System.Text.Json.Serialization;
using NovaFence.OpenStack.Compute.Wire;
using NovaFence.OpenStack.Identity.Wire;

namespace NovaFence.OpenStack;

/// <summary>Everything that goes over the wire, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TokenRequest))]
[JsonSerializable(typeof(TokenReply))]
[JsonSerializable(typeof(VersionReply))]
[JsonSerializable(typeof(ServicesReply))]
[JsonSerializable(typeof(ServiceReply))]
[JsonSerializable(typeof(MigrationsReply))]
[JsonSerializable(typeof(ForcedDownById))]
[JsonSerializable(typeof(ForcedDownByName))]
internal sealed partial class OpenStackJson : JsonSerializerContext;
