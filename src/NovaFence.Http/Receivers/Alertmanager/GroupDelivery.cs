using System.Text.Json;
using NovaFence.Core.Alerts;
using NovaFence.Http.Answers;

namespace NovaFence.Http.Receivers.Alertmanager;

/// <summary>What differs between the two senders whose delivery is a group of alerts, Alertmanager and Grafana.</summary>
/// <param name="Receiver">The receiver's name.</param>
/// <param name="Version">The version that the body has to say.</param>
/// <param name="Taken">What is taken, for a sentence.</param>
/// <param name="GroupBy">Where the alerts are grouped, for a sentence.</param>
/// <param name="MaxAlertsKey">The key of the most alerts.</param>
/// <param name="LeftOut">What to do where the sender leaves alerts out, after who it is.</param>
internal sealed record GroupFormat(string Receiver, string Version, string Taken, string GroupBy, string MaxAlertsKey, (string Sender, string ToDo) LeftOut)
{
    /// <summary>What to say of a body of another version that is known to be somebody else's; null where it is not.</summary>
    public required Func<string, string?> Elsewhere { get; init; }
}

/// <summary>
/// Reads a delivery that is a group of alerts. Its senders drop what is answered 400, so one alert that cannot be read refuses the whole delivery before
/// anything is done: half of it acted on and the other half lost would look like success.
/// </summary>
internal static class GroupDelivery
{
    private const int MostOfVersion = 16;

    private static ReadOnlySpan<byte> AlertsName => "alerts"u8;

    public static Reading Parse(ReadOnlySpan<byte> body, DateTimeOffset receivedAt, int maxAlerts, GroupFormat format)
    {
        AlertmanagerDelivery? delivery;
        try
        {
            // Before anything is made of them: three bytes are an alert, which takes forty times as much.
            if (Count(Utf8Bom.Skip(body), maxAlerts) is { } count)
                return TooMany(count, maxAlerts, format);
            delivery = JsonSerializer.Deserialize(Utf8Bom.Skip(body), AlertmanagerJson.Default.AlertmanagerDelivery);
        }
        catch (JsonException broken)
        {
            return Unreadable($"The body cannot be read as a version {format.Version} delivery{Place(broken)}.");
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair in a name passes the parser and fails where names are compared.
            return Unreadable($"The body cannot be read as a version {format.Version} delivery: something in it is no text.");
        }

        if (delivery is null)
            return Unreadable("The body is null.");
        if (delivery.Version is null)
            return Unreadable($"The body has no version: NovaFence takes {format.Taken}.");
        if (!string.Equals(delivery.Version, format.Version, StringComparison.Ordinal))
            return Unreadable(format.Elsewhere(delivery.Version) ?? $"The body is version '{Excerpt.Of(delivery.Version, MostOfVersion)}': NovaFence takes {format.Taken}.");
        if (delivery.Alerts is not { } alerts)
            return Unreadable("The body has no alerts.");
        return Alerts(alerts, delivery.TruncatedAlerts, receivedAt, format);
    }

    /// <summary>How many elements the root's <c>alerts</c> have, where they are too many; null where they are not. What is broken is somebody else's to say.</summary>
    private static int? Count(ReadOnlySpan<byte> body, int maxAlerts)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = AlertmanagerJson.Default.Options.MaxDepth });
        var count = 0;
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return null;
            while (count <= maxAlerts && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isAlerts = reader.ValueTextEquals(AlertsName);
                reader.Read();
                if (!isAlerts || reader.TokenType != JsonTokenType.StartArray)
                {
                    reader.Skip();
                    continue;
                }

                for (count = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
                    reader.Skip();
            }
        }
        catch (JsonException)
        {
            // Where it is broken is found again, unless it has too many before.
        }

        return count > maxAlerts ? count : null;
    }

    private static Reading.Refused TooMany(int count, int maxAlerts, GroupFormat format) => new(Problem.TooLarge(FormattableString.Invariant(
        $"{count} alerts in one delivery, and at most {maxAlerts} are taken: group by host in {format.GroupBy}, or raise {format.MaxAlertsKey}.")));

    private static Reading Alerts(IReadOnlyList<AlertmanagerAlert?> alerts, ulong truncated, DateTimeOffset receivedAt, GroupFormat format)
    {
        var events = new List<AlertEvent>(alerts.Count);
        for (var index = 0; index < alerts.Count; index++)
        {
            if (AlertmanagerAlertReader.TryRead(alerts[index], format.Receiver, receivedAt, out var alert, out var problem))
                events.Add(alert);
            else
                return Unreadable(FormattableString.Invariant($"alerts[{index}]: {problem}; nothing of this delivery was acted on."));
        }

        return new Reading.Alerts(events, Warnings(truncated, format));
    }

    /// <summary>The warning of a delivery that its sender has cut short: it keeps the first alerts and not the firing ones, so a dead host's may be missing.</summary>
    private static IReadOnlyList<string> Warnings(ulong truncated, GroupFormat format) => truncated == 0
        ? []
        :
        [
            FormattableString.Invariant(
                $"{format.LeftOut.Sender} left out {(truncated == 1 ? "1 alert" : $"{truncated} alerts")} of this delivery, whose hosts nobody has shown us and nobody acts on: {format.LeftOut.ToDo}"),
        ];

    private static Reading.Refused Unreadable(string detail) => new(Problem.Unreadable(detail));

    private static string Place(JsonException broken) =>
        broken.Path is { Length: > 1 } path ? $", at {Excerpt.Of(path)}" : FormattableString.Invariant($", at byte {broken.BytePositionInLine} of line {broken.LineNumber}");
}
