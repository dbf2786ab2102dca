using NovaFence.Http.Options;

namespace NovaFence.Http.Receivers.Alertmanager;

/// <summary>Reads a version 4 delivery.</summary>
internal static class AlertmanagerParser
{
    /// <summary>The version of Alertmanager's webhook.</summary>
    public const string Version = "4";

    /// <summary>What Grafana's webhook always says instead.</summary>
    public const string GrafanaVersion = "1";

    private static readonly GroupFormat Format = new(
        AlertmanagerReceiver.ReceiverName,
        Version,
        "Alertmanager's webhook version 4",
        "Alertmanager's route",
        $"{ReceiversOptions.Section}:Alertmanager:MaxAlerts",
        ("Alertmanager", "set max_alerts: 0 in its webhook_config, and group by host"))
    {
        Elsewhere = version => version == GrafanaVersion
            ? "The body is Grafana's (version '1'): give Grafana's contact point the URL of POST /api/webhooks/grafana."
            : null,
    };

    public static Reading Parse(ReadOnlySpan<byte> body, DateTimeOffset receivedAt, int maxAlerts) => GroupDelivery.Parse(body, receivedAt, maxAlerts, Format);
}
