using System.Collections.Immutable;
using System.Text.Json;

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
internal sealed partial class LedgerCache(ILedger ledger, TimeProvider clock, Random random)
{
    /// <summary>Most times a commit is tried anew because somebody else was faster.</summary>
    internal const int MaxAttempts = 40;

    /// <summary>What is told where the store has not the rows any more that this process knows and that nobody removes.</summary>
    internal const string Lost = "another one was made in its place since this process has opened it, and what was paused and counted is not there: put it back, or restart NovaFence to begin with the other";

    /// <summary>
    /// Every ledger has the first since its first audit, and the second since something was paused, forced down or unset, and goes on having them. One without was emptied, or is
    /// another, that a command has audited perhaps: what is paused, held and counted would be forgotten with it.
    /// </summary>
    private static readonly string[] Lasting = [LedgerKey.Audit, LedgerKey.Budget];

    private readonly Lock _gate = new();
    private readonly LinkedList<IPendingChange> _waiting = [];
    private readonly RememberedRows _remembered = new();
    private bool _committing;
    private int _refusals;
    private string? _failure;
    private TaskCompletionSource _appended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _whenAppended;

    /// <summary>Why the last change could not be made because of the ledger; null where none was refused since one was stored. Reading it may go well all the same: a disk may be full.</summary>
    internal string? Failure => Volatile.Read(ref _failure);

    /// <summary>How often a change could not be made because of the ledger: a ledger that could be written a moment ago cannot be now.</summary>
    internal int Refusals => Volatile.Read(ref _refusals);

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
                BeginCommitting();
        }

        return await waiting.Result;
    }

    /// <summary>Has every row read where none is remembered yet: once for all who wait, as many come at once where a storm wakes a new process.</summary>
    internal async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (_remembered.All is null)
            await ChangeAsync(static _ => true, cancellationToken).WaitAsync(cancellationToken);
    }

    /// <summary>Reads every row again and looks at them.</summary>
    internal async Task<LedgerResult<T>> ReadAsync<T>(Func<LedgerTransaction, T> look, CancellationToken cancellationToken)
    {
        if (await ReloadAsync(cancellationToken) is { } why)
            return new LedgerResult<T>.Unavailable(why);
        try
        {
            return new LedgerResult<T>.Ok(look(TransactionOf(_remembered.All!, isCommitted: false)));
        }
        catch (JsonException)
        {
            return new LedgerResult<T>.Unavailable(Damaged);
        }
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

    private async Task<string?> ReloadAsync(CancellationToken cancellationToken)
    {
        using var reading = _remembered.BeginReading();
        switch (await ledger.ReadAllAsync(cancellationToken))
        {
            case LedgerResult<IReadOnlyList<LedgerRow>>.Ok ok when HasLost(Lasting, ok.Value):
                return Lost;
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
                if (HasLost(keys, ok.Value) && await WhyLostAsync() is { } why)
                    return why;
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

    /// <summary>Whether a row that is remembered is not there any more. Another instance may have removed it.</summary>
    private bool HasLost(IEnumerable<string> keys, IReadOnlyList<LedgerRow> read) =>
        _remembered.All is { } rows && keys.Where(rows.ContainsKey).Except(read.Select(static row => row.Key), StringComparer.Ordinal).Any();

    private async Task<string?> WhyLostAsync() => await ledger.ReadAsync(Lasting, CancellationToken.None) switch
    {
        LedgerResult<IReadOnlyList<LedgerRow>>.Ok { Value: var read } => HasLost(Lasting, read) ? Lost : null,
        LedgerResult<IReadOnlyList<LedgerRow>>.Unavailable unavailable => unavailable.Why,
        _ => throw new InvalidOperationException("a result of no known kind"),
    };
}
