namespace NovaFence.EndToEnd.Tests.Stage;

/// <summary>Holds one PUT up until the test opens it, or for ever.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a PUT stands before it.</summary>
    public Task Reached => _reached.Task.WaitAsync(Patience.Bound);

    /// <summary>Lets it go on.</summary>
    public void Open() => _opened.TrySetResult();

    internal Task PassAsync()
    {
        _reached.TrySetResult();
        return _opened.Task;
    }
}
