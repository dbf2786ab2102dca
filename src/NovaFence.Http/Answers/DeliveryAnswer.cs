using System.Text.Json.Serialization;

namespace NovaFence.Http.Answers;

/// <summary>The answer to a delivery and to an operator's command.</summary>
internal sealed record DeliveryAnswer
{
    /// <summary>One per alert, in the delivery's order.</summary>
    public required IReadOnlyList<OutcomeAnswer> Outcomes { get; init; }

    /// <summary>What the sender's operator should know of the delivery as a whole; left out when there is nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Warnings { get; init; }
}
