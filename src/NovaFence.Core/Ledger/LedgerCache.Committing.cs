using System.Collections.Immutable;
using System.Text.Json;

namespace NovaFence.Core.Ledger;

/// <content>The committer: one for all changes, begun by whoever finds none.</content>
internal sealed partial class LedgerCache
{
    private void BeginCommitting()
    {
        _committing = true;
        try
        {
            // Off the caller, as Task.Run, but on the scheduler the caller is on: the thread pool, or the simulation's.
            _ = Task.Factory.StartNew(CommitWaitingAsync, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Current);
        }
        catch
        {
            // There was no memory to begin. The caller hears of it; with what comes next it is tried again.
            _committing = false;
            _waiting.RemoveLast();
            throw;
        }
    }

    private async Task CommitWaitingAsync()
    {
        var isDone = false;
        try
        {
            while (true)
            {
                List<IPendingChange> batch;
                lock (_gate)
                {
                    if (_waiting.Count == 0)
                    {
                        _committing = false;
                        isDone = true;
                        return;
                    }

                    batch = [.. _waiting];
                    _waiting.Clear();
                }

                await CommitOrFailAsync(batch);
            }
        }
        finally
        {
            // Whatever ended it otherwise: who comes next begins anew, and does not wait for one that is gone.
            if (!isDone)
            {
                lock (_gate)
                    _committing = false;
            }
        }
    }

    /// <summary>A defect in one change, and a want of memory for any of it, must not leave the callers of the others waiting for ever.</summary>
    private async Task CommitOrFailAsync(List<IPendingChange> batch)
    {
        try
        {
            await CommitAsync(batch);
        }
        catch (OutOfMemoryException)
        {
            // Said as the ledger's other failures are: whoever delivered is asked to deliver again. Whether it was stored is not known then either.
            batch.ForEach(static change => change.Refuse("there was no memory to write to the ledger"));
        }
        catch (Exception defect)
        {
            foreach (var change in batch)
                change.Fail(defect);
        }
    }

    private async Task CommitAsync(List<IPendingChange> batch)
    {
        var verified = new HashSet<string>(StringComparer.Ordinal);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            batch.RemoveAll(change => change.GiveUpIfCancelled());
            if (batch.Count == 0)
                return;
            if (_remembered.All is null && await ReloadAsync(CancellationToken.None) is { } why)
            {
                Refuse(batch, why);
                return;
            }

            // What is decided by these rows is committed on their versions, whatever a reload in between brings.
            var rows = _remembered.All!;
            var transaction = TransactionOf(rows);
            PutBack(batch, Fill(transaction, batch));

            if (Unverified(batch, transaction, verified).Count > 0)
            {
                // All of it: rows that belong together must not be of different ages.
                if (await RefreshAsync(transaction.Looked) is { } failure)
                {
                    Refuse(batch, failure);
                    return;
                }

                verified.UnionWith(transaction.Looked);
                continue;
            }

            switch (await StoreAsync(transaction, rows))
            {
                case CommitResult.Committed:
                    batch.ForEach(change => change.Complete());
                    return;
                case CommitResult.Unavailable unavailable:
                    Refuse(batch, unavailable.Why);
                    return;
                default:
                    await Task.Delay(Backoff(attempt), clock, CancellationToken.None);
                    if (await RefreshAsync(transaction.Looked) is { } failure)
                    {
                        Refuse(batch, failure);
                        return;
                    }

                    verified.UnionWith(transaction.Looked);
                    break;
            }
        }

        batch.ForEach(change => change.Refuse($"other instances were faster {MaxAttempts} times"));
    }

    private void Refuse(List<IPendingChange> batch, string why)
    {
        Interlocked.Increment(ref _refusals);
        Volatile.Write(ref _failure, why);
        batch.ForEach(change => change.Refuse(why));
    }

    /// <summary>Runs the changes on the transaction while they fit into one commit; returns how many did.</summary>
    private static int Fill(LedgerTransaction transaction, List<IPendingChange> batch)
    {
        for (var index = 0; index < batch.Count; index++)
        {
            var next = transaction.Next();
            if (!Runs(batch[index], next))
            {
                batch.RemoveAt(index--);
                continue;
            }

            var operations = transaction.Writes.Keys.Union(next.Writes.Keys, StringComparer.Ordinal).Count() + transaction.Events.Count + next.Events.Count;
            var fits = operations <= LedgerCommit.MaxOperations && transaction.JsonLength + next.JsonLength <= LedgerCommit.MaxTotalJsonLength;
            if (index > 0 && !fits)
                return index;
            transaction.Take(next);
        }

        return batch.Count;
    }

    /// <summary>What is told where a row that somebody else has written to is needed.</summary>
    internal const string Damaged = "a row that it needs is not as NovaFence writes it; novafence audit says which";

    /// <summary>Runs the change. What is wrong with it, or with what it writes, is told to its own caller, and is not that of the others in the same commit.</summary>
    private static bool Runs(IPendingChange change, LedgerTransaction transaction)
    {
        try
        {
            change.Run(transaction);
        }
        catch (JsonException)
        {
            change.Refuse(Damaged);
            return false;
        }
        catch (Exception defect)
        {
            change.Fail(defect);
            return false;
        }

        if (transaction.Oversized is not { } key)
            return true;
        change.Refuse($"'{key}' has more characters of JSON than the {LedgerCommit.MaxJsonLength} that a row or an event holds");
        return false;
    }

    private void PutBack(List<IPendingChange> batch, int taken)
    {
        if (taken == batch.Count)
            return;
        lock (_gate)
        {
            for (var index = batch.Count - 1; index >= taken; index--)
                _waiting.AddFirst(batch[index]);
        }

        batch.RemoveRange(taken, batch.Count - taken);
    }

    /// <summary>What a change rests on without writing it, and neither this commit nor a fresh read vouches for.</summary>
    private static HashSet<string> Unverified(List<IPendingChange> batch, LedgerTransaction transaction, HashSet<string> verified)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var change in batch.Where(change => change.WroteNoRow))
            keys.UnionWith(change.Looked);
        keys.UnionWith(transaction.Relied);
        keys.ExceptWith(transaction.Writes.Keys);
        keys.ExceptWith(verified);
        return keys;
    }

    private async Task<CommitResult> StoreAsync(LedgerTransaction transaction, ImmutableDictionary<string, CachedRow> rows)
    {
        if (transaction.Writes.Count == 0 && transaction.Events.Count == 0)
            return new CommitResult.Committed(ImmutableDictionary<string, string>.Empty);
        // What the same commit wrote and removed was never stored, and cannot be removed there.
        var writes = transaction.Writes.Where(write => write.Value.Json is not null || rows.ContainsKey(write.Key)).Select(write => new RowWrite(write.Key, write.Value.Json, rows.GetValueOrDefault(write.Key)?.Row.Version, write.Value.Summary));
        var result = await ledger.CommitAsync(new LedgerCommit([.. writes], transaction.Events, transaction.Durable), CancellationToken.None);
        if (result is CommitResult.Committed committed)
        {
            Volatile.Write(ref _failure, null);
            _remembered.Change(transaction.Writes.Keys, remembered =>
            {
                var changed = remembered.ToBuilder();
                foreach (var (key, write) in transaction.Writes)
                {
                    if (write.Json is null)
                        changed.Remove(key);
                    else
                        changed[key] = new CachedRow(new LedgerRow(key, write.Json, committed.Versions[key]), write.Value);
                }

                return changed.ToImmutable();
            });
            if (transaction.Events.Count > 0)
                Appended();
        }

        return result;
    }

    /// <summary>Instances that lost the same race must not meet again: up to 5 ms at first, up to 100 ms later.</summary>
    private TimeSpan Backoff(int attempt) => TimeSpan.FromMilliseconds(random.NextDouble() * Math.Min(100, 5 * (attempt + 1)));
}
