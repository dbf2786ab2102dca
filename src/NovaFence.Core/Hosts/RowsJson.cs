using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using System.Text.Json;

namespace NovaFence.Core.Hosts;

/// <summary>The JSON of the rows and events that the hosts' life is kept in.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(HostRecord))]
[JsonSerializable(typeof(Places))]
[JsonSerializable(typeof(UnresolvedAlert))]
[JsonSerializable(typeof(AlertIdentity))]
[JsonSerializable(typeof(FleetPart))]
[JsonSerializable(typeof(DecisionEvent))]
[JsonSerializable(typeof(DecisionEvent.SeenSituation))]
[JsonSerializable(typeof(PauseList))]
[JsonSerializable(typeof(AlertingHosts))]
[JsonSerializable(typeof(WatchdogState))]
internal sealed partial class RowsJson : JsonSerializerContext
{
    /// <summary>The options of every row: nobody puts them into a page, so an apostrophe takes one character and not six; a row holds only so many.</summary>
    internal static JsonSerializerOptions RowOptions => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>How rows and events are written.</summary>
    internal static RowsJson Plain { get; } = new(RowOptions);
}
