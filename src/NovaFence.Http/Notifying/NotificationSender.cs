using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text;
using Microsoft.Extensions.Options;
using NovaFence.Core.Notify;
using NovaFence.Http.Options;
using NovaFence.Http.Outbound;
using StandardWebhooks;

namespace NovaFence.Http.Notifying;

/// <inheritdoc />
internal sealed class NotificationSender : INotificationSender
{
    /// <summary>The longest time of one attempt.</summary>
    internal static readonly TimeSpan Within = TimeSpan.FromSeconds(10);

    private readonly OutboundClient _client;
    private readonly PublicLinks _links;
    private readonly TimeProvider _clock;
    private readonly bool _sandbox;
    private readonly Dictionary<string, Target> _targets;

    public NotificationSender(OutboundClient client, PublicLinks links, IOptions<NotifyOptions> options, IOptions<AnswerOptions> answers, TimeProvider clock)
    {
        (_client, _links, _clock, _sandbox) = (client, links, clock, answers.Value.Sandbox);
        var targets = options.Value.Notify.Select(receiver => new Target(receiver.Name!, receiver.Format, new Uri(receiver.Url!), [.. receiver.Secrets.Select(secret => new StandardWebhook(secret))])).ToList();
        _targets = targets.ToDictionary(target => target.Name, StringComparer.Ordinal);
        // Of Slack's URL the path is the secret, and of another nobody knows.
        Receivers = [.. targets.Select(target => new NotifiedReceiver(target.Name, $"{(target.Format == NotifyFormat.Slack ? "Slack's format" : "CloudEvents")} to {target.Url.GetLeftPart(UriPartial.Authority)}"))];
    }

    /// <inheritdoc />
    public IReadOnlyList<NotifiedReceiver> Receivers { get; }

    /// <inheritdoc />
    public async Task<SendResult> SendAsync(string receiver, Notification notification, CancellationToken cancellationToken)
    {
        var target = _targets[receiver];
        var reply = await _client.PostAsync(target.Url, target.Format == NotifyFormat.Slack ? Slack(notification) : CloudEvent(target, notification), null, Within, cancellationToken);
        if (reply.IsTaken)
            return new SendResult.Taken();
        return reply.Status == HttpStatusCode.Gone ? new SendResult.Unsubscribed(reply.Sentence) : new SendResult.Failed(reply.Sentence) { RetryAfter = reply.RetryAfter };
    }

    private ByteArrayContent Slack(Notification notification) => new(NotificationBody.Slack(notification, _links, _sandbox))
    {
        Headers = { ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json) },
    };

    /// <summary>The id is the event's in each attempt; timestamp and signatures are the attempt's.</summary>
    private ReadOnlyMemoryContent CloudEvent(Target target, Notification notification)
    {
        var body = NotificationBody.CloudEvent(notification, _links, _sandbox);
        var text = Encoding.UTF8.GetString(body.Span);
        var now = _clock.GetUtcNow();
        var content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(NotificationBody.CloudEventsType, "utf-8") } };
        content.Headers.Add("webhook-id", notification.Id);
        content.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        content.Headers.Add("webhook-signature", string.Join(' ', target.Keys.Select(key => key.Sign(notification.Id, now, text))));
        return content;
    }

    /// <summary>A receiver as it is called. Its URL is shown nowhere.</summary>
    private sealed class Target(string name, NotifyFormat format, Uri url, IReadOnlyList<StandardWebhook> keys)
    {
        public string Name => name;

        public NotifyFormat Format => format;

        public Uri Url => url;

        public IReadOnlyList<StandardWebhook> Keys => keys;
    }
}
