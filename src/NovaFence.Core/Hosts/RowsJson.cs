using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Json;
using NovaFence.Core.Ledger;

namespace NovaFence.Core.Hosts;

/// <summary>The JSON of the rows and events that the hosts' life is kept in.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(HostRecord))]
[JsonSerializable(typeof(Places))]
[JsonSerializable(typeof(UnresolvedAlert))]
[JsonSerializable(typeof(AlertIdentity))]
[JsonSerializable(typeof(ForgottenAlerts))]
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
        // A null where none can be is no row of NovaFence's: found out when it is read, and not wherever it is looked at.
        RespectNullableAnnotations = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions OfRows = OptionsFor(new RowsJson().WithAddedModifier(WithoutTexts));

    /// <summary>The options by which rows are read, each of which is whole or cannot be read.</summary>
    internal static JsonSerializerOptions OptionsFor(IJsonTypeInfoResolver rows) => new(RowOptions) { TypeInfoResolver = rows.WithAddedModifier(WholeRows.Require) };

    /// <summary>How events are written.</summary>
    internal static RowsJson Plain { get; } = new(RowOptions);

    /// <summary>How rows are written: without the texts that are made of a hold, which would take as much of the row again. What is read so is whole.</summary>
    internal static JsonTypeInfo<T> Row<T>() => (JsonTypeInfo<T>)OfRows.GetTypeInfo(typeof(T));

    private static void WithoutTexts(JsonTypeInfo type)
    {
        if (type.Type != typeof(AlertEntry))
            return;
        foreach (var property in type.Properties)
        {
            // A row of the first edition has nothing else.
            if (property.Name is "hold")
                property.ShouldSerialize = static (entry, text) => text is not null && !((AlertEntry)entry).IsHeld;
            if (property.Name is "held_for")
                property.ShouldSerialize = static (_, _) => false;
        }
    }
}
