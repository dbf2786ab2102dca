using System.Text.Json;
using System.Text.Json.Serialization;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;
using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Notify;

namespace NovaFence.Http.Notifying;

/// <summary>How a notification is written: the same bytes in each attempt.</summary>
internal static class NotificationBody
{
    /// <summary>The media type of a CloudEvent as JSON.</summary>
    internal const string CloudEventsType = "application/cloudevents+json";

    /// <summary>Where no <c>NovaFence:PublicUrl</c> says who speaks.</summary>
    private const string Source = "urn:novafence";

    private const int MostText = 1000;

    private static readonly JsonEventFormatter Formatter = new();

    /// <summary>Its type as a CloudEvent.</summary>
    internal static string TypeOf(NotificationKind kind) => kind switch
    {
        NotificationKind.ForcedDown => "io.novafence.host.forced_down.v1",
        NotificationKind.Unset => "io.novafence.host.unset.v1",
        NotificationKind.Held => "io.novafence.host.held.v1",
        NotificationKind.FindingOpened => "io.novafence.finding.opened.v1",
        NotificationKind.FindingClosed => "io.novafence.finding.closed.v1",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "a notification of no known kind"),
    };

    /// <summary>As a CloudEvent, structured (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md#32-structured-content-mode).</summary>
    internal static ReadOnlyMemory<byte> CloudEvent(Notification notification, PublicLinks links, bool sandbox) => Formatter.EncodeStructuredModeMessage(
        new CloudEvent
        {
            Id = notification.Id,
            Type = TypeOf(notification.Kind),
            Source = new Uri(links.Front ?? Source),
            Subject = notification.Host is null ? null : Clean(notification.Host),
            Time = notification.At,
            DataContentType = "application/json",
            Data = JsonSerializer.SerializeToElement(Data(notification, links, sandbox), NotifyingJson.Default.NotificationData),
        },
        out _);

    /// <summary>As Slack's incoming webhook takes it (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks).</summary>
    internal static byte[] Slack(Notification notification, PublicLinks links, bool sandbox) =>
        JsonSerializer.SerializeToUtf8Bytes(new SlackMessage(SlackText(notification, links, sandbox)), NotifyingJson.Default.SlackMessage);

    private static NotificationData Data(Notification notification, PublicLinks links, bool sandbox) => new()
    {
        Host = notification.Host is null ? null : Clean(notification.Host),
        State = notification.State,
        Reason = notification.Reason,
        Text = Clean(notification.Text),
        Alert = notification is { Receiver: { } receiver, Fingerprint: { } fingerprint }
            ? new NotifiedAlert(receiver, Clean(fingerprint)) { Name = notification.AlertName is { } name ? Clean(name) : null, Url = notification.AlertLink }
            : null,
        Finding = notification.Finding,
        Severity = notification.Severity,
        Since = notification.Since,
        Url = links.Of(PageOf(notification)),
        Sandbox = sandbox ? true : null,
    };

    private static string SlackText(Notification notification, PublicLinks links, bool sandbox)
    {
        var host = notification.Host is null ? null : Escape(notification.Host);
        var text = Escape(notification.Text);
        var said = notification.Kind switch
        {
            NotificationKind.ForcedDown => $"*{host}* is forced down: {text}",
            NotificationKind.Unset => $"*{host}* is up again: {text}",
            NotificationKind.Held => host is null ? $"An alert that names no host is held: {text}" : $"*{host}* is held: {text}",
            NotificationKind.FindingOpened => $"{(host is null ? "" : $"*{host}*: ")}{notification.Finding} ({notification.Severity}). {text}",
            _ => $"{(host is null ? "" : $"*{host}*: ")}no longer {notification.Finding}",
        };
        if (notification is { AlertName: { } name })
            said += notification.AlertLink is { } link ? $" (alert {Link(link, name)})" : $" (alert {Escape(name)})";
        if (links.Of(PageOf(notification)) is { } page)
            said += $" {Link(page, "NovaFence")}";
        return sandbox ? $"[sandbox] {said}" : said;
    }

    /// <summary>What an alert named, and Nova has no such host, has no page of its own.</summary>
    private static string? PageOf(Notification notification) => notification.State is null ? null : notification.Host;

    private static string Link(string url, string text) => $"<{EscapeMarks(url).Replace("|", "%7C", StringComparison.Ordinal)}|{Escape(text).Replace('|', '/')}>";

    /// <summary>Nobody is called and nothing is linked by what an alert says (https://docs.slack.dev/messaging/formatting-message-text#escaping).</summary>
    private static string Escape(string text) => EscapeMarks(Clean(text));

    private static string EscapeMarks(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    private static string Clean(string text) => Excerpt.Of(text, MostText);
}

/// <summary>The <c>data</c> of a CloudEvent; what does not apply is left out. docs/notifications.md explains it.</summary>
internal sealed record NotificationData
{
    public string? Host { get; init; }

    public HostState? State { get; init; }

    public string? Reason { get; init; }

    public required string Text { get; init; }

    public NotifiedAlert? Alert { get; init; }

    public string? Finding { get; init; }

    public string? Severity { get; init; }

    public DateTimeOffset? Since { get; init; }

    public string? Url { get; init; }

    public bool? Sandbox { get; init; }
}

/// <summary>The alert that led to it.</summary>
internal sealed record NotifiedAlert(string Receiver, string Fingerprint)
{
    public string? Name { get; init; }

    public string? Url { get; init; }
}

/// <summary>A message of Slack's.</summary>
internal sealed record SlackMessage(string Text);

/// <summary>The JSON of both.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NotificationData))]
[JsonSerializable(typeof(SlackMessage))]
internal sealed partial class NotifyingJson : JsonSerializerContext;
