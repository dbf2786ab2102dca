using System.Text.Json.Serialization;
using NovaFence.Core.Budgets;
using NovaFence.Core.Fencing;

namespace NovaFence.Core.Bookkeeping;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FenceRecord))]
[JsonSerializable(typeof(Reservations))]
[JsonSerializable(typeof(UnresolvedAlert))]
[JsonSerializable(typeof(FleetPart))]
[JsonSerializable(typeof(FenceEvent))]
internal sealed partial class BookJson : JsonSerializerContext;
