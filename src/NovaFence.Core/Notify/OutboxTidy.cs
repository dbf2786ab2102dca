using NovaFence.Core.Ledger;

namespace NovaFence.Core.Notify;

/// <summary>Removes the rows of receivers that no instance has configured any more, and cursors whose events are gone.</summary>
internal sealed class OutboxTidy(INotificationSender sender, LedgerCache cache)
{
    /// <summary>So long nobody must have had a receiver configured: instances are replaced one after the other.</summary>
    private static readonly TimeSpan KeepReceiver = TimeSpan.FromDays(1);

    /// <summary>Rows of one commit.</summary>
    private const int Batch = 50;

    /// <param name="now">Now, UTC.</param>
    /// <param name="eventsBefore">Events that are older are gone; null where it is not known which are.</param>
    /// <param name="cancellationToken">The audit's.</param>
    internal async Task TidyAsync(DateTimeOffset now, DateTimeOffset? eventsBefore, CancellationToken cancellationToken)
    {
        if (cache.Remembered is not { } rows || (sender.Receivers.Count == 0 && !rows.NotifiedReceivers().Any() && !rows.Cursors().Any()))
            return;
        var configured = sender.Receivers.Select(receiver => receiver.Name).ToHashSet(StringComparer.Ordinal);
        await cache.ChangeAsync(
            transaction =>
            {
                transaction.MayBeLost();
                foreach (var row in transaction.NotifiedReceivers().ToList())
                {
                    if (configured.Contains(row.Name))
                        transaction.Write(row with { SeenAt = now });
                    else if (row.SeenAt < now - KeepReceiver)
                        transaction.RemoveReceiver(row.Name);
                }

                return true;
            },
            cancellationToken);
        foreach (var some in rows.Cursors().Where(IsOver).Chunk(Batch))
        {
            await cache.ChangeAsync(
                transaction =>
                {
                    transaction.MayBeLost();
                    foreach (var cursor in some)
                    {
                        if (transaction.Cursor(cursor.Receiver, cursor.Host, now) is { } still && IsOver(still))
                            transaction.Remove(still);
                    }

                    return true;
                },
                cancellationToken);
        }

        // A receiver that is configured anew begins anew, whatever it was told before.
        bool IsOver(CursorRow cursor) => cursor.At < eventsBefore
            || (!configured.Contains(cursor.Receiver) && cache.Remembered?.NotifiedReceiver(cursor.Receiver) is null);
    }
}
