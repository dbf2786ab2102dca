using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using NovaFence.Core.Auditing;
using NovaFence.Core.Budgets;
using NovaFence.Core.Fencing;
using NovaFence.Core.Pauses;
using NovaFence.Core.Storms;
using NovaFence.Core.Watchdogs;

namespace NovaFence.Core.Bookkeeping;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(FenceRecord))]
[JsonSerializable(typeof(Reservations))]
[JsonSerializable(typeof(UnresolvedAlert))]
[JsonSerializable(typeof(FleetPart))]
[JsonSerializable(typeof(FenceEvent))]
[JsonSerializable(typeof(FenceEvent.SeenSituation))]
[JsonSerializable(typeof(PauseList))]
[JsonSerializable(typeof(AlertingHosts))]
[JsonSerializable(typeof(WatchdogState))]
[JsonSerializable(typeof(AuditSummary))]
[JsonSerializable(typeof(FindingsPart))]
internal sealed partial class BookJson : JsonSerializerContext
{
    /// <summary>How rows and events are written. Nobody puts them into a page, so an apostrophe takes one character and not six: a row holds only so many.</summary>
    internal static BookJson Plain { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
