using System.Text.Json;
using NovaFence.Core.Alerts;
using NovaFence.Http.Answers;

namespace NovaFence.Http.Receivers.Alertmanager;

/// <summary>
/// Reads a version 4 delivery. Alertmanager drops what is answered 400, so one alert that cannot be read refuses the whole delivery before
/// anything is done: half of it acted on and the other half lost would look like success.
/// </summary>
internal static class AlertmanagerParser
{
    private const string SupportedVersion = "4";

    public static Reading Parse(ReadOnlySpan<byte> body, DateTimeOffset receivedAt, int maxAlerts)
    {
        AlertmanagerDelivery? delivery;
        try
        {
            delivery = JsonSerializer.Deserialize(Utf8Bom.Skip(body), AlertmanagerJson.Default.AlertmanagerDelivery);
        }
        catch (JsonException broken)
        {
            return Unreadable($"The body cannot be read as a version 4 delivery{Place(broken)}.");
        }

        if (delivery is null)
            return Unreadable("The body is null.");
        if (delivery.Version is null)
            return Unreadable("The body has no version: NovaFence takes Alertmanager's webhook version 4.");
        if (!string.Equals(delivery.Version, SupportedVersion, StringComparison.Ordinal))
            return Unreadable($"The body is version '{Excerpt.Of(delivery.Version, 16)}': NovaFence takes Alertmanager's webhook version 4.");
        if (delivery.Alerts is not { } alerts)
            return Unreadable("The body has no alerts.");
        if (alerts.Count > maxAlerts)
        {
            return new Reading.Refused(Problem.TooLarge(FormattableString.Invariant(
                $"{alerts.Count} alerts in one delivery, and at most {maxAlerts} are taken: group by host in Alertmanager's route, or raise NovaFence:Receivers:Alertmanager:MaxAlerts.")));
        }

        return Alerts(alerts, delivery.TruncatedAlerts, receivedAt);
    }

    private static Reading Alerts(IReadOnlyList<AlertmanagerAlert?> alerts, ulong truncated, DateTimeOffset receivedAt)
    {
        var events = new List<AlertEvent>(alerts.Count);
        for (var index = 0; index < alerts.Count; index++)
        {
            if (AlertmanagerAlertReader.TryRead(alerts[index], receivedAt, out var alert, out var problem))
                events.Add(alert);
            else
                return Unreadable(FormattableString.Invariant($"alerts[{index}]: {problem}; nothing of this delivery was acted on."));
        }

        return new Reading.Alerts(events, Warnings(truncated));
    }

    /// <summary>Alertmanager's <c>max_alerts</c> keeps the first, not those that fire: a host may be dead and nobody has shown it to us.</summary>
    private static IReadOnlyList<string> Warnings(ulong truncated) => truncated == 0
        ? []
        :
        [
            FormattableString.Invariant(
                $"Alertmanager left out {(truncated == 1 ? "1 alert" : $"{truncated} alerts")} of this delivery, whose hosts nobody has shown us and nobody acts on: set max_alerts: 0 in its webhook_config, and group by host"),
        ];

    private static Reading.Refused Unreadable(string detail) => new(Problem.Unreadable(detail));

    private static string Place(JsonException broken) =>
        broken.Path is { Length: > 1 } path ? $", at {Excerpt.Of(path)}" : FormattableString.Invariant($", at byte {broken.BytePositionInLine} of line {broken.LineNumber}");
}
