using System.Collections.Immutable;

namespace NovaFence.Core.Ledger;

/// <summary>The ledger's rows in memory, changed only by conditional commits.</summary>
/// <remarks>
/// <para>
/// A change is a function of a <see cref="LedgerTransaction"/>. Changes that arrive while a commit is under way wait and go together into the next one, so that
/// a storm costs a few writes and not one for each host; within it they run one after the other, each seeing those before it.
/// </para>
/// <para>
/// The rows in memory may be old: another instance writes too. A commit is conditional on the version of every row it writes, so an old row
/// is found out and the changes run again on the new one. A change that writes no row rests on what it looked at; that is read again first.
/// A change may therefore run several times and must have no other effect.
/// </para>
/// </remarks>
internal sealed class LedgerCache(ILedger ledger, TimeProvider clock, Random random)
{
    /// <summary>Most times a commit is tried anew because somebody else was faster.</summary>
    internal const int MaxAttempts = 40;

    private readonly Lock _gate = new();
    private readonly LinkedList<IPendingChange> _waiting = [];
    private readonly RememberedRows _remembered = new();
    private bool _committing;
    private TaskCompletionSource _appended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _whenAppended;

    /// <summary>Makes a change, or finds that there is none to make.</summary>
    /// <param name="change">Reads and writes the transaction; may run several times.</param>
    /// <param name="cancellationToken">Until a commit has begun, the change can still be given up.</param>
    internal async Task<LedgerResult<T>> ChangeAsync<T>(Func<LedgerTransaction, T> change, CancellationToken cancellationToken)
    {
        var waiting = new PendingChange<T>(change, cancellationToken);
        lock (_gate)
        {
            _waiting.AddLast(waiting);
            if (!_committing)
            {
                _committing = true;
                // Off the caller, as Task.Run, but on the scheduler the caller is on: the thread pool, or the simulation's.
                _ = Task.Factory.StartNew(CommitWaitingAsync, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Current);
            }
        }

        return await waiting.Result;
    }

    /// <summary>Reads every row again and looks at them.</summary>
    internal async Task<LedgerResult<T>> ReadAsync<T>(Func<LedgerTransaction, T> look, CancellationToken cancellationToken)
    {
        if (await ReloadAsync(cancellationToken) is { } why)
            return new LedgerResult<T>.Unavailable(why);
        return new LedgerResult<T>.Ok(look(TransactionOf(_remembered.All!, isCommitted: false)));
    }

    /// <summary>Looks at the rows as they are in memory; null before they were first read.</summary>
    internal LedgerTransaction? Remembered => _remembered.All is { } rows ? TransactionOf(rows, isCommitted: false) : null;

    /// <summary>Completes when this process appends its next event. Awaited here and not handed out, and one for all callers: see <c>HostSchedule</c>.</summary>
    internal Task WhenAppendedAsync()
    {
        lock (_gate)
            return _whenAppended ??= AwaitAsync(_appended.Task);

        static async Task AwaitAsync(Task appended) => await appended;
    }

    private void Appended()
    {
        TaskCompletionSource appended;
        lock (_gate)
        {
            appended = _appended;
            (_appended, _whenAppended) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), null);
        }

        appended.TrySetResult();
    }

    private static LedgerTransaction TransactionOf(ImmutableDictionary<string, CachedRow> rows, bool isCommitted = true) => new(rows.GetValueOrDefault, () => rows, isCommitted);

    private async Task CommitWaitingAsync()
    {
        while (true)
        {
            List<IPendingChange> batch;
            lock (_gate)
            {
                if (_waiting.Count == 0)
                {
                    _committing = false;
                    return;
                }

                batch = [.. _waiting];
                _waiting.Clear();
            }

            try
            {
                await CommitAsync(batch);
            }
            catch (Exception defect) when (defect is not OutOfMemoryException)
            {
                // A defect in one change must not leave the callers of the others waiting for ever.
                foreach (var change in batch)
                    change.Fail(defect);
            }
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
                batch.ForEach(change => change.Refuse(why));
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
                    batch.ForEach(change => change.Refuse(failure));
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
                    batch.ForEach(change => change.Refuse(unavailable.Why));
                    return;
                default:
                    await Task.Delay(Backoff(attempt), clock, CancellationToken.None);
                    if (await RefreshAsync(transaction.Looked) is { } failure)
                    {
                        batch.ForEach(change => change.Refuse(failure));
                        return;
                    }

                    verified.UnionWith(transaction.Looked);
                    break;
            }
        }

        batch.ForEach(change => change.Refuse($"other instances were faster {MaxAttempts} times"));
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

    /// <summary>Runs the change. What is wrong with it, or with what it writes, is told to its own caller, and is not that of the others in the same commit.</summary>
    private static bool Runs(IPendingChange change, LedgerTransaction transaction)
    {
        try
        {
            change.Run(transaction);
        }
        catch (Exception defect) when (defect is not OutOfMemoryException)
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

    private async Task<string?> ReloadAsync(CancellationToken cancellationToken)
    {
        using var reading = _remembered.BeginReading();
        switch (await ledger.ReadAllAsync(cancellationToken))
        {
            case LedgerResult<IReadOnlyList<LedgerRow>>.Ok ok:
                reading.End(ok.Value);
                return null;
            case LedgerResult<IReadOnlyList<LedgerRow>>.Unavailable unavailable:
                return unavailable.Why;
            default:
                throw new InvalidOperationException("a result of no known kind");
        }
    }

    private async Task<string?> RefreshAsync(IReadOnlyCollection<string> keys)
    {
        switch (await ledger.ReadAsync(keys, CancellationToken.None))
        {
            case LedgerResult<IReadOnlyList<LedgerRow>>.Ok ok:
                _remembered.Change(keys, remembered => remembered
                    .RemoveRange(keys.Except(ok.Value.Select(row => row.Key), StringComparer.Ordinal))
                    .SetItems(ok.Value.Select(row => KeyValuePair.Create(row.Key, RememberedRows.Kept(remembered, row)))));
                return null;
            case LedgerResult<IReadOnlyList<LedgerRow>>.Unavailable unavailable:
                return unavailable.Why;
            default:
                throw new InvalidOperationException("a result of no known kind");
        }
    }

    /// <summary>Instances that lost the same race must not meet again: up to 5 ms at first, up to 100 ms later.</summary>
    private TimeSpan Backoff(int attempt) => TimeSpan.FromMilliseconds(random.NextDouble() * Math.Min(100, 5 * (attempt + 1)));
}
