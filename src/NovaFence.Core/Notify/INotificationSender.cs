namespace NovaFence.Core.Notify;

/// <summary>Sends notifications to the receivers that are configured; <see cref="IOutbox"/> says which, in what order and when again.</summary>
public interface INotificationSender
{
    /// <summary>The receivers, in the order of the configuration; names differ.</summary>
    IReadOnlyList<NotifiedReceiver> Receivers { get; }

    /// <summary>Sends one notification once, within a time of its own.</summary>
    /// <param name="receiver">The receiver's name.</param>
    /// <param name="notification">What it is told.</param>
    /// <param name="cancellationToken">The caller's; every other failure comes back as a result.</param>
    Task<SendResult> SendAsync(string receiver, Notification notification, CancellationToken cancellationToken);
}

/// <summary>Somebody who is told.</summary>
/// <param name="Name">Its name in the configuration, which its rows in the ledger bear.</param>
/// <param name="Description">Format and place for a person, without secrets.</param>
public sealed record NotifiedReceiver(string Name, string Description);

/// <summary>What came of an attempt.</summary>
public abstract record SendResult
{
    private SendResult() { }

    /// <summary>The receiver has it.</summary>
    public sealed record Taken : SendResult;

    /// <summary>It is to be tried again. <paramref name="Why"/> is a sentence without secrets, and without the receiver's own words.</summary>
    public sealed record Failed(string Why) : SendResult
    {
        /// <summary>How long the receiver asks not to be tried; null where it does not say.</summary>
        public TimeSpan? RetryAfter { get; init; }
    }

    /// <summary>The receiver wants nothing any more.</summary>
    public sealed record Unsubscribed(string Why) : SendResult;
}

/// <summary>Where nobody is configured, nobody is told.</summary>
internal sealed class NobodyToNotify : INotificationSender
{
    public IReadOnlyList<NotifiedReceiver> Receivers => [];

    public Task<SendResult> SendAsync(string receiver, Notification notification, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("there is no receiver");
}
