namespace NovaFence.Core.Notify;

/// <summary>
/// Tells receivers what the ledger's events say, each of a host in its order, until they have it. A server does it by itself; Azure Functions, where nothing
/// may run between two requests, after the answer to a delivery, and with the audit.
/// </summary>
public interface IOutbox
{
    /// <summary>Whether this process does it by itself: then nobody else has to.</summary>
    bool HasTimer { get; }

    /// <summary>Whether something may be to be told now. Asks nobody.</summary>
    bool MayHaveSome { get; }

    /// <summary>Tells what is to be told. Returns when to try again, UTC; null where nothing waits.</summary>
    Task<DateTimeOffset?> RunDueAsync(CancellationToken cancellationToken);

    /// <summary>Tells what is to be told, waits for more, and so on until it is cancelled.</summary>
    Task RunAsync(CancellationToken cancellationToken);

    /// <summary>How it stands with each receiver that is configured, as far as it is remembered.</summary>
    IReadOnlyList<ReceiverStatus> Receivers { get; }

    /// <summary>
    /// Begins anew with a receiver that is parked, or whose attempts fail: it is told what is written from now on. Null where that is done, otherwise why not.
    /// </summary>
    /// <param name="receiver">Its name.</param>
    /// <param name="by">Through which door the word came; never a token.</param>
    /// <param name="cancellationToken">The caller's.</param>
    Task<string?> ResumeAsync(string receiver, string by, CancellationToken cancellationToken);
}

/// <summary>How it stands with a receiver.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">Format and place, without secrets.</param>
public sealed record ReceiverStatus(string Name, string Description)
{
    /// <summary>Since when it is not tried any more, UTC; null where it is.</summary>
    public DateTimeOffset? ParkedAt { get; init; }

    /// <summary>Since when each attempt has failed, UTC; null where the last did not.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Why it is parked, or why the last attempt failed.</summary>
    public string? Why { get; init; }
}
