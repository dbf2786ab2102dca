using System.Text.Json;
using NovaFence.Http.Receivers.Alertmanager;
using NovaFence.Http.Receivers.Grafana;
using NovaFence.Http.Receivers.PagerDuty;

namespace NovaFence.Http.Receivers;

/// <inheritdoc />
internal sealed class DeliveryReader(ReceiverList receivers) : IDeliveryReader
{
    /// <inheritdoc />
    public IReadOnlyList<string> Receivers { get; } = [.. receivers.All.Select(one => one.Name)];

    /// <inheritdoc />
    public DeliveryReading Read(string? receiver, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt)
    {
        var name = receiver ?? Recognise(body);
        if (receivers.Find(name) is not { } reader)
        {
            return new DeliveryReading.Refused(receiver is null
                ? $"It cannot be recognised whose delivery this is; say which receiver it is for: {string.Join(" or ", Receivers)}."
                : $"receiver is {string.Join(" or ", Receivers)}.");
        }

        return reader.Read(body, receivedAt) switch
        {
            Reading.Alerts alerts => new DeliveryReading.Alerts(reader.Name, alerts.Events, alerts.Warnings) { Between = [.. alerts.Between.Select(one => (one.Place, Of(reader, one.Ignored)))] },
            Reading.Ignored ignored => Of(reader, ignored),
            Reading.Refused refused => new DeliveryReading.Refused(refused.Problem.Detail) { Problem = refused.Problem },
            _ => throw new InvalidOperationException("a reading of no known kind"),
        };
    }

    private static DeliveryReading.Ignored Of(IReceiver reader, Reading.Ignored ignored) => new(reader.Name, ignored.Fingerprint, ignored.Verdict.Text);

    /// <summary>By what only one of them sends: <c>event</c> at the root, or <c>alerts</c>, and which of the two senders of these by its version.</summary>
    private static string? Recognise(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body[Utf8Bom.Length(body.Span)..]);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return null;
            if (document.RootElement.TryGetProperty("alerts", out _))
                return IsGrafanas(document.RootElement) ? GrafanaReceiver.ReceiverName : AlertmanagerReceiver.ReceiverName;
            return document.RootElement.TryGetProperty("event", out _) ? PagerDutyReceiver.ReceiverName : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // Half a surrogate pair in a name passes the parser, and fails where names are compared.
            return null;
        }
    }

    private static bool IsGrafanas(JsonElement root) =>
        root.TryGetProperty("version", out var version) && version.ValueKind == JsonValueKind.String && version.ValueEquals(AlertmanagerParser.GrafanaVersion);
}
