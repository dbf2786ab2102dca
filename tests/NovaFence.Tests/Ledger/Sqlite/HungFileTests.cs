using NovaFence.Ledger.Sqlite;

namespace NovaFence.Ledger.Tests.Sqlite;

/// <summary>A disk that does not answer: SQLite waits for it without end, and nobody else does.</summary>
public sealed class HungFileTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    private readonly TempFolder _folder = new();
    private readonly ManualResetEventSlim _answers = new();
    private readonly TaskCompletionSource _hangs = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SqliteLane<Session> _lane;

    public HungFileTests()
    {
        var file = new SqliteFile(Path.Combine(_folder.Path, "ledger.db"));
        file.Make();
        _lane = new SqliteLane<Session>("test", file, static () => new Session(), static (_, _) => Task.CompletedTask);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _answers.Set();
        _lane.Dispose();
        _answers.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Whoever_calls_waits_until_his_own_deadline_and_what_hangs_has_its_connection_to_itself()
    {
        using var first = new CancellationTokenSource(Patience);
        var call = () => _lane.UseAsync(Hang, first.Token);
        await call.Should().ThrowAsync<OperationCanceledException>();

        using var second = new CancellationTokenSource(Patience);
        var next = () => _lane.UseAsync(Number, second.Token);
        await next.Should().ThrowAsync<OperationCanceledException>("the connection is in use");
        _answers.Set();
        (await _lane.UseAsync(Number, Token)).Should().Be(3, "the first was done late, and the second not at all");
    }

    [Fact]
    public async Task The_end_does_not_wait_for_it_for_ever()
    {
        var hanging = _lane.UseAsync(Hang, Token);
        await _hangs.Task;

        var ended = Task.Run(_lane.Dispose, Token);

        await ended.WaitAsync(TimeSpan.FromSeconds(30), Token);
        hanging.IsCompleted.Should().BeFalse();
        _answers.Set();
        await hanging;
    }

    [Fact]
    public async Task What_a_connection_does_is_done_on_a_thread_of_its_own()
    {
        var threads = new HashSet<Thread>();
        for (var call = 0; call < 3; call++)
        {
            await _lane.UseAsync(
                async _ =>
                {
                    threads.Add(Thread.CurrentThread);
                    await Task.Yield();
                    threads.Add(Thread.CurrentThread);
                    return 0;
                },
                Token);
        }

        threads.Should().ContainSingle().Which.IsThreadPoolThread.Should().BeFalse();
    }

    private ValueTask<int> Hang(Session session)
    {
        session.Uses++;
        _hangs.TrySetResult();
        _answers.Wait(CancellationToken.None);
        return Number(session);
    }

    private static ValueTask<int> Number(Session session) => ValueTask.FromResult(++session.Uses);

    private sealed class Session : IDisposable
    {
        public int Uses { get; set; }

        public void Dispose()
        {
        }
    }
}
