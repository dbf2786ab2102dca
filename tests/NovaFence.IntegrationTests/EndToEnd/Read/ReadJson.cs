using System.Text.Json.Serialization;

namespace NovaFence.EndToEnd.Tests.Read;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(OutcomesBody))]
[JsonSerializable(typeof(HostsBody))]
[JsonSerializable(typeof(HostRow))]
[JsonSerializable(typeof(EventsBody))]
[JsonSerializable(typeof(AuditRow))]
internal sealed partial class ReadJson : JsonSerializerContext;
