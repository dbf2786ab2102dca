namespace NovaFence.Http.Receivers.Alertmanager;

/// <summary>
/// What is looked at of a delivery, Alertmanager's version 4 or Grafana's version 1; every other field is passed over
/// (https://github.com/prometheus/alertmanager/blob/main/notify/webhook/webhook.go, <c>Message</c>). The root's <c>status</c> is left out on
/// purpose: it says <c>firing</c> while any alert of the group fires.
/// </summary>
internal sealed class AlertmanagerDelivery
{
    public string? Version { get; init; }

    public ulong TruncatedAlerts { get; init; }

    public IReadOnlyList<AlertmanagerAlert?>? Alerts { get; init; }
}
