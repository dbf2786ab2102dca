namespace NovaFence.Core.Ledger;

/// <inheritdoc />
internal sealed class PendingChange<T>(Func<LedgerTransaction, T> change, CancellationToken cancellationToken) : IPendingChange
{
    private readonly TaskCompletionSource<LedgerResult<T>> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _value = default!;
    private LedgerTransaction? _transaction;

    internal Task<LedgerResult<T>> Result => _result.Task;

    public bool WroteNoRow => _transaction is { Writes.Count: 0 };

    public IReadOnlyCollection<string> Looked => _transaction?.Looked ?? [];

    public void Run(LedgerTransaction transaction)
    {
        _value = change(transaction);
        _transaction = transaction;
    }

    public void Complete() => _result.TrySetResult(new LedgerResult<T>.Ok(_value));

    public void Refuse(string why) => _result.TrySetResult(new LedgerResult<T>.Unavailable(why));

    public void Fail(Exception defect) => _result.TrySetException(defect);

    public bool GiveUpIfCancelled()
    {
        if (cancellationToken.IsCancellationRequested)
            Refuse("the sender's patience ran out before it could be written down");
        return _result.Task.IsCompleted;
    }
}
