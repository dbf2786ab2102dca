using System.Text.Json;
using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;

namespace NovaFence.Http.Receivers.PagerDuty;

/// <summary>
/// Reads one event of PagerDuty's webhooks v3. What cannot be understood is ignored with a reason and not refused, because a dropped
/// delivery counts against the subscription.
/// </summary>
internal static class PagerDutyParser
{
    /// <summary>PagerDuty would repeat a 503 for 48 h, so that what is no JSON is answered 2xx too.</summary>
    public static Reading Parse(ReadOnlyMemory<byte> body, DateTimeOffset receivedAt, PagerDutyHost host) =>
        StrictJson.Read(body, root => Read(root, receivedAt, host), why => Unreadable("", why));

    private static Reading Read(JsonElement root, DateTimeOffset receivedAt, PagerDutyHost host)
    {
        if (root.Object("event") is not { } sent)
            return Unreadable("", "there is no event in it");
        if (sent.Text("event_type") is not { Length: > 0 } type)
            return Unreadable("", "event.event_type is missing");

        var data = sent.Object("data");
        var id = data?.Text("id") is { Length: > 0 } text ? Fingerprint.Of(text) : null;
        if (StatusOf(type) is not { } status)
            return new Reading.Ignored(id ?? "", new Verdict(VerdictKind.Ignored, Reason.NotAnAlert, $"{Excerpt.Of(type)} neither fires nor resolves"), Expected: true);
        if (data is null || id is null)
            return Unreadable("", "event.data.id is missing");
        if (sent.Text("occurred_at") is not { } time || !Rfc3339.TryParse(time, out var at))
            return Unreadable(id, "event.occurred_at is not an RFC 3339 time");

        var incident = PagerDutyIncident.Read(type, data.Value);
        var isMerged = status == AlertStatus.Resolved && IsMerged(data.Value);
        var survivor = isMerged ? Survivor(data.Value) : null;
        var alert = new AlertEvent
        {
            Receiver = PagerDutyReceiver.ReceiverName,
            Fingerprint = id,
            Status = status,
            At = at,
            TellsOfAMoment = true,
            ReceivedAt = receivedAt,
            Labels = incident.Labels,
            Mentions = host.In(incident),
            Link = AlertLink.Of(data.Value.Text("html_url")),
            MergedInto = survivor,
            // It goes on somewhere, and nobody says where.
            EndsBlind = isMerged && survivor is null,
        };
        return new Reading.Alerts([alert], []);
    }

    /// <summary>Whether it was merged into another incident, and not resolved.</summary>
    private static bool IsMerged(JsonElement data) => data.Object("resolve_reason")?.Text("type") == "merge_resolve_reason";

    /// <summary>The incident that goes on where this one was merged; null where that is not said.</summary>
    private static string? Survivor(JsonElement data) =>
        data.Object("resolve_reason")?.Object("incident")?.Text("id") is { Length: > 0 } id ? Fingerprint.Of(id) : null;

    private static AlertStatus? StatusOf(string eventType) => eventType switch
    {
        "incident.triggered" or "incident.reopened" => AlertStatus.Firing,
        "incident.resolved" => AlertStatus.Resolved,
        _ => null,
    };

    private static Reading.Ignored Unreadable(string fingerprint, string why) => new(fingerprint, new Verdict(VerdictKind.Ignored, Reason.Unreadable, why), Expected: false);
}
