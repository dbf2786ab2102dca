namespace NovaFence.Http.Announcing;

/// <summary>
/// An alert as Alertmanager takes it: <c>postableAlert</c> of https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml. Without
/// <c>generatorURL</c>, because NovaFence does not know the address that others see it by.
/// </summary>
/// <param name="Labels">What makes it this alert and no other.</param>
/// <param name="Annotations">What is told beside it, and may change.</param>
/// <param name="StartsAt">Since when, UTC.</param>
/// <param name="EndsAt">Until when, UTC: in the past it is resolved.</param>
internal sealed record PostableAlert(IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, string> Annotations, DateTime StartsAt, DateTime EndsAt);
