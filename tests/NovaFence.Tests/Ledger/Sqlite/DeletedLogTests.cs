using Microsoft.Extensions.Time.Testing;
using NovaFence.Core.Ledger;
using NovaFence.Ledger.Sqlite;
using NovaFence.Ledger.Tests.Contract;

namespace NovaFence.Ledger.Tests.Sqlite;

/// <summary>Somebody deletes the write-ahead log while two processes have the ledger open. What either was told to have stored is there for both, and after a crash.</summary>
public sealed class DeletedLogTests : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private readonly SqliteTestStore _store = new();

    public DeletedLogTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "which file it is is told by statx");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(5, false)]
    [InlineData(5, true)]
    public async Task The_second_to_notice_goes_on_in_the_log_that_the_first_has_begun(int commits, bool readsFirst)
    {
        var (one, other) = await TwoAsync(TimeProvider.System);
        File.Delete(_store.Path + "-wal");

        for (var number = 0; number < commits; number++)
            await CommitAsync(one, $"host:one{number}");
        if (readsFirst)
            (await other.ReadAllAsync(Token)).Value().Should().HaveCount(2 + commits);
        await CommitAsync(other, "host:other");
        await CommitAsync(one, "host:last");

        await ShouldHaveAsync(4 + commits, one, other);
    }

    [Fact]
    public async Task One_that_waits_to_write_while_the_other_begins_a_new_log_writes_into_that()
    {
        var clock = new WaitedOnClock();
        var (one, waiting) = await TwoAsync(clock);
        Task<CommitResult> commit;
        using (var third = _store.Connect())
        {
            third.Execute("BEGIN IMMEDIATE");
            commit = waiting.CommitAsync(Insert("host:waited"), Token);
            await clock.WhenWaitedShortly.WaitAsync(Timeout, Token);
            third.Execute("ROLLBACK");
        }

        File.Delete(_store.Path + "-wal");
        await CommitAsync(one, "host:one");
        clock.Advance(TimeSpan.FromSeconds(1));

        (await commit).Versions().Should().HaveCount(1);
        await ShouldHaveAsync(4, one, waiting);
    }

    [Fact]
    public async Task One_that_is_opened_before_the_others_have_noticed_writes_nothing_that_is_lost()
    {
        var (one, other) = await TwoAsync(TimeProvider.System);
        File.Delete(_store.Path + "-wal");
        using var third = new SqliteLedger(_store.Path, new StoreSettings("p", LedgerAccess.ReadAndWrite, Timeout, TimeProvider.System));
        var first = await third.CommitAsync(Insert("host:third"), Token);

        await CommitAsync(one, "host:one");
        await CommitAsync(other, "host:other");
        if (first is not CommitResult.Committed)
            await CommitAsync(third, "host:third");

        await ShouldHaveAsync(5, one, other, third);
    }

    [Fact]
    public async Task The_log_of_a_ledger_behind_a_link_is_saved_too()
    {
        var link = Path.Combine(_store.Folder.Path, "link.db");
        File.CreateSymbolicLink(link, _store.Path);
        var (one, _) = await TwoAsync(TimeProvider.System);
        using var linked = new SqliteLedger(link, new StoreSettings("p", LedgerAccess.ReadAndWrite, Timeout, TimeProvider.System));
        await CommitAsync(linked, "host:linked");
        one.Dispose();
        File.Delete(_store.Path + "-wal");

        await CommitAsync(linked, "host:later");

        await ShouldHaveAsync(4, linked);
    }

    private static LedgerCommit Insert(string key) => new([new RowWrite(key, "{}", null)], []);

    private static async Task CommitAsync(SqliteLedger ledger, string key) => (await ledger.CommitAsync(Insert(key), Token)).Versions().Should().HaveCount(1);

    /// <summary>Two that have committed and read all, each by each of its connections.</summary>
    private async Task<(SqliteLedger One, SqliteLedger Other)> TwoAsync(TimeProvider clock)
    {
        var (one, other) = (_store.Open("p", Timeout), _store.Open("p", Timeout, clock));
        (await one.InitializeAsync(Token)).Value();
        (await other.InitializeAsync(Token)).Value();
        await CommitAsync(one, "host:A");
        await CommitAsync(other, "host:B");
        foreach (var ledger in (SqliteLedger[])[one, other])
        {
            (await ledger.ReadAllAsync(Token)).Value().Should().HaveCount(2);
            (await ledger.ReadAsync(["host:A"], Token)).Value().Should().ContainSingle();
        }

        return (one, other);
    }

    private async Task ShouldHaveAsync(int rows, params SqliteLedger[] ledgers)
    {
        foreach (var ledger in ledgers)
            (await ledger.ReadAllAsync(Token)).Value().Should().HaveCount(rows);
        // What stands in the folder is what is left by a crash.
        var crashed = Path.Combine(_store.Folder.Path, "crashed.db");
        foreach (var beside in (string[])["", "-wal"])
            File.Copy(_store.Path + beside, crashed + beside);
        using var next = new SqliteLedger(crashed, new StoreSettings("p", LedgerAccess.ReadAndWrite, Timeout, TimeProvider.System));
        (await next.ReadAllAsync(Token)).Value().Should().HaveCount(rows);
    }

    /// <summary>Says when somebody waits for a moment, as for a file that is busy, and not for a deadline.</summary>
    private sealed class WaitedOnClock : FakeTimeProvider
    {
        private readonly TaskCompletionSource _waited = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task WhenWaitedShortly => _waited.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime > TimeSpan.Zero && dueTime < TimeSpan.FromSeconds(1))
                _waited.TrySetResult();
            return timer;
        }
    }
}
