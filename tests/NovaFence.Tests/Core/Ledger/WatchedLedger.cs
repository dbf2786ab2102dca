using NovaFence.Core.Ledger;
using NovaFence.Core.Tests.Hosts;

namespace NovaFence.Core.Tests.Ledger;

/// <summary>A real ledger that counts, takes a millisecond for a commit, can be held up before it, and can be away.</summary>
internal sealed class WatchedLedger(ILedger inner, TestClock? clock = null) : ILedger
{
    private readonly List<LedgerCommit> _commits = [];
    private TaskCompletionSource? _gate;
    private TaskCompletionSource _reached = new();

    private Action<LedgerCommit>? Stored { get; set; }

    internal IReadOnlyList<LedgerCommit> Commits => _commits;

    internal bool Away { get; set; }

    /// <summary>How often every row was read.</summary>
    internal int WholeReads { get; private set; }

    /// <summary>The keys of each read of some rows.</summary>
    internal List<IReadOnlyCollection<string>> Reads { get; } = [];

    /// <summary>What happens at each read of some rows.</summary>
    internal Action DuringRead { get; set; } = () => { };

    /// <summary>What happens before each reading and each commit.</summary>
    internal Action BeforeCall { get; set; } = () => { };

    /// <summary>How often old events were to be removed.</summary>
    internal int Removals { get; private set; }

    /// <summary>It has so many of other hosts to remove that these are still there.</summary>
    internal bool HasMoreEvents { get; set; }

    /// <summary>
    /// The commits whose answer is lost on the way: they are stored, and the request, sent once more by the store's client, finds its own work.
    /// </summary>
    internal Func<LedgerCommit, bool> LosesAnswer { get; set; } = _ => false;

    /// <summary>The commits that are stored, and nothing is heard of it.</summary>
    internal Func<LedgerCommit, bool> Silent { get; set; } = _ => false;

    /// <summary>What somebody else does to the store just before the next commit.</summary>
    internal Func<Task>? BeforeNextCommit { get; set; }

    /// <summary>What is waited for once every row has been read, before it is told.</summary>
    internal Func<Task>? AfterWholeRead { get; set; }

    /// <summary>The next commit waits until <see cref="Open"/>.</summary>
    internal Task Close()
    {
        _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _reached.Task;
    }

    /// <summary>Completes when a commit of this kind has been stored.</summary>
    internal async Task WhenStoredAsync(Func<LedgerCommit, bool> kind, CancellationToken cancellationToken)
    {
        var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Stored += Look;
        await stored.Task.WaitAsync(cancellationToken);
        Stored -= Look;

        void Look(LedgerCommit commit)
        {
            if (kind(commit))
                stored.TrySetResult();
        }
    }

    internal void Open()
    {
        var gate = _gate;
        _gate = null;
        gate!.SetResult();
    }

    public Task<LedgerResult<bool>> InitializeAsync(CancellationToken cancellationToken) => inner.InitializeAsync(cancellationToken);

    public async Task<LedgerResult<IReadOnlyList<LedgerRow>>> ReadAllAsync(CancellationToken cancellationToken)
    {
        BeforeCall();
        WholeReads++;
        if (Away)
            return new LedgerResult<IReadOnlyList<LedgerRow>>.Unavailable("away");
        var rows = await inner.ReadAllAsync(cancellationToken);
        if (AfterWholeRead is { } wait)
            await wait();
        return rows;
    }

    public async Task<LedgerResult<IReadOnlyList<LedgerRow>>> ReadAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        BeforeCall();
        Reads.Add([.. keys]);
        DuringRead();
        return Away ? new LedgerResult<IReadOnlyList<LedgerRow>>.Unavailable("away") : await inner.ReadAsync(keys, cancellationToken);
    }

    public async Task<CommitResult> CommitAsync(LedgerCommit commit, CancellationToken cancellationToken)
    {
        BeforeCall();
        if (Away)
            return new CommitResult.Unavailable("away");
        if (_gate is { } gate)
        {
            _reached.TrySetResult();
            await gate.Task;
        }

        if (BeforeNextCommit is { } before)
        {
            BeforeNextCommit = null;
            await before();
        }

        _commits.Add(commit);
        var result = await inner.CommitAsync(commit, cancellationToken);
        clock?.Advance(TimeSpan.FromMilliseconds(1));
        Stored?.Invoke(commit);
        return LosesAnswer(commit) ? new CommitResult.Conflict() : Silent(commit) ? new CommitResult.Unavailable("nothing was heard") : result;
    }

    public Task<LedgerResult<IReadOnlyList<LedgerEvent>>> ReadEventsAsync(string host, int limit, CancellationToken cancellationToken) =>
        inner.ReadEventsAsync(host, limit, cancellationToken);

    public Task<LedgerResult<int>> RemoveEventsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        Removals++;
        return HasMoreEvents ? Task.FromResult<LedgerResult<int>>(new LedgerResult<int>.Ok(limit)) : inner.RemoveEventsAsync(before, limit, cancellationToken);
    }
}
