using System.ComponentModel.DataAnnotations;
using NovaFence.Core.Options;

namespace NovaFence.Http.Options;

/// <summary><c>NovaFence:Notify</c> and <c>NovaFence:PublicUrl</c>: who is told what NovaFence does, and where people find it.</summary>
public sealed class NotifyOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = NovaFenceOptions.Section;

    /// <summary>Most receivers: each is asked for by itself.</summary>
    public const int MostReceivers = 20;

    /// <summary>
    /// Where people reach this NovaFence: <c>https</c> with a host, or <c>http</c> on loopback, and a path where it is served below one. Links in alerts and
    /// notifications begin so, and it is the <c>source</c> of CloudEvents. Null: there are no links. Never taken from a request.
    /// </summary>
    public string? PublicUrl { get; set; }

    /// <summary>The receivers. None: nobody is told.</summary>
    public IList<NotifyReceiverOptions> Notify { get; } = [];
}

/// <summary>How a receiver is told.</summary>
public enum NotifyFormat
{
    /// <summary>CloudEvents 1.0 as JSON, structured, signed as Standard Webhooks has it.</summary>
    CloudEvents,

    /// <summary>Slack's incoming webhook, which Mattermost, Rocket.Chat and others take too: <c>{"text":"…"}</c>.</summary>
    Slack,
}

/// <summary>One item of <c>NovaFence:Notify</c>.</summary>
public sealed class NotifyReceiverOptions
{
    /// <summary>Its name: 1 to 40 letters, digits, <c>-</c> and <c>_</c>, of no other receiver. Its rows in the ledger bear it: under another name it is a new receiver, which is told what is written from then on.</summary>
    [Required]
    public string? Name { get; set; }

    /// <summary><c>cloudevents</c> (default) or <c>slack</c>.</summary>
    public NotifyFormat Format { get; set; } = NotifyFormat.CloudEvents;

    /// <summary>
    /// Where to: <c>https</c>, or <c>http</c> on loopback. Link-local and metadata addresses are refused when connecting, whatever name leads to them, and
    /// loopback unless the URL names it. A secret: whoever has Slack's may post there.
    /// </summary>
    [Required]
    public string? Url { get; set; }

    /// <summary>
    /// What CloudEvents are signed with: <c>whsec_</c> and the Base64 of 24 to 64 bytes (https://www.standardwebhooks.com). One, or two while one takes the
    /// place of the other: each signs, and a receiver takes either. Required for <c>cloudevents</c>; <c>slack</c> has none.
    /// </summary>
    public IList<string> Secrets { get; } = [];
}
