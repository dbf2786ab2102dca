using System.Text.Json;
using NovaFence.Core.Ledger;

namespace NovaFence.Http.Answers;

/// <summary>One event, with its content as it was stored.</summary>
/// <param name="Host">The host in Nova's spelling, or the name an alert gave that is none; <c>-</c> where it is of no host.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Id">Unique within its host and moment.</param>
/// <param name="Event">Its content.</param>
internal sealed record EventAnswer(string Host, DateTimeOffset At, string Id, JsonElement Event)
{
    public static EventAnswer Of(LedgerEvent stored) => new(stored.Host, stored.At, stored.Id, Content(stored.Json));

    /// <summary>A row that somebody has edited into something that is not JSON must not hide the other events.</summary>
    private static JsonElement Content(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            using var document = JsonDocument.Parse("null");
            return document.RootElement.Clone();
        }
    }
}
