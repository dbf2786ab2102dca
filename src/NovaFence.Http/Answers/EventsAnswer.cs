using System.Text.Json.Serialization;
using NovaFence.Core.Ledger;

namespace NovaFence.Http.Answers;

/// <summary>The answer to <c>GET /api/events</c> and <c>GET /api/hosts/{host}/events</c>, newest first.</summary>
internal sealed record EventsAnswer(IReadOnlyList<EventAnswer> Events)
{
    /// <summary>The host that was asked for, as it was written; left out where all were.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonPropertyOrder(-1)]
    public string? Host { get; init; }

    public static EventsAnswer Of(string? host, IEnumerable<LedgerEvent> events) => new([.. events.Select(EventAnswer.Of)]) { Host = host };
}
