using System.Text.Json.Serialization;

namespace NovaFence.Http.Answers;

/// <summary>One thing that readiness rests on.</summary>
internal sealed record ComponentHealth(string Name, bool Ok)
{
    /// <summary>What is missing or wrong; only for those who may read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Why { get; init; }

    /// <summary>Facts for a person; only for those who may read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Details { get; init; }

    /// <summary>Since when it is away, where it was there before and another instance could do no better.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? AwaySince { get; init; }

    /// <summary>True when it does its work, and something is wrong all the same.</summary>
    [JsonIgnore]
    public bool IsDegraded { get; init; }

    /// <summary>What anybody may know.</summary>
    public ComponentHealth WithoutDetails() => new(Name, Ok) { AwaySince = AwaySince };
}
