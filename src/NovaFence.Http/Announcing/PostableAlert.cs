using System.Text.Json.Serialization;

namespace NovaFence.Http.Announcing;

/// <summary>
/// An alert as Alertmanager takes it: <c>postableAlert</c> of https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml.
/// </summary>
/// <param name="Labels">What makes it this alert and no other.</param>
/// <param name="Annotations">What is told beside it, and may change.</param>
/// <param name="StartsAt">Since when, UTC.</param>
/// <param name="EndsAt">Until when, UTC: in the past it is resolved.</param>
internal sealed record PostableAlert(IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, string> Annotations, DateTime StartsAt, DateTime EndsAt)
{
    /// <summary>Where a person finds it; left out where <c>NovaFence:PublicUrl</c> does not say by which address others see NovaFence.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? GeneratorURL { get; init; }
}
