using System.Text.Json.Serialization;

namespace NovaFence.Http.Answers;

/// <summary>The answer to the health checks.</summary>
/// <param name="Status"><c>ok</c>, <c>degraded</c> or <c>not ready</c>.</param>
/// <param name="Components">What readiness rests on; left out of <c>live</c>.</param>
internal sealed record HealthAnswer(
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ComponentHealth>? Components = null);
