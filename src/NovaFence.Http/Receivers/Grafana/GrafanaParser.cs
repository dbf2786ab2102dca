using NovaFence.Http.Options;
using NovaFence.Http.Receivers.Alertmanager;

namespace NovaFence.Http.Receivers.Grafana;

/// <summary>
/// Reads a delivery of Grafana Alerting's webhook (https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/).
/// It is written as Alertmanager's, and always says version 1.
/// </summary>
internal static class GrafanaParser
{
    private static readonly GroupFormat Format = new(
        GrafanaReceiver.ReceiverName,
        AlertmanagerParser.GrafanaVersion,
        "Grafana's own webhook body, version 1: leave the contact point's custom payload empty",
        "Grafana's notification policy",
        $"{ReceiversOptions.Section}:Grafana:MaxAlerts",
        ("Grafana", "leave Max Alerts of its contact point empty, and group by host"))
    {
        Elsewhere = version => version == AlertmanagerParser.Version
            ? "The body is Alertmanager's (version '4'): give its webhook_config the URL of POST /api/webhooks/alertmanager."
            : null,
    };

    public static Reading Parse(ReadOnlySpan<byte> body, DateTimeOffset receivedAt, int maxAlerts) => GroupDelivery.Parse(body, receivedAt, maxAlerts, Format);
}
