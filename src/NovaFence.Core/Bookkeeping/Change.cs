namespace NovaFence.Core.Bookkeeping;

/// <inheritdoc />
internal sealed class Change<T>(Func<Page, T> change, CancellationToken cancellationToken) : IChange
{
    private readonly TaskCompletionSource<BookResult<T>> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _value = default!;
    private Page? _page;

    internal Task<BookResult<T>> Result => _result.Task;

    public bool WroteNoRow => _page is { Writes.Count: 0 };

    public IReadOnlyCollection<string> Looked => _page?.Looked ?? [];

    public void Run(Page page)
    {
        _value = change(page);
        _page = page;
    }

    public void Complete() => _result.TrySetResult(new BookResult<T>.Done(_value));

    public void Refuse(string why) => _result.TrySetResult(new BookResult<T>.Unavailable(why));

    public void Fail(Exception defect) => _result.TrySetException(defect);

    public bool GiveUpIfCancelled()
    {
        if (cancellationToken.IsCancellationRequested)
            Refuse("the sender's patience ran out before it could be written down");
        return _result.Task.IsCompleted;
    }
}
