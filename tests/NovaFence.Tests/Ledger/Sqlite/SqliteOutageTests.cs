using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using NovaFence.Core.Ledger;
using NovaFence.Ledger.Tests.Contract;

namespace NovaFence.Ledger.Tests.Sqlite;

public sealed class SqliteOutageTests : IAsyncDisposable
{
    private static readonly LedgerCommit Insert = new([new RowWrite("host:A", "{}", null)], []);

    private readonly SqliteTestStore _store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_file_that_another_process_writes_to_is_waited_for_and_then_unavailable()
    {
        var clock = new FakeTimeProvider();
        var timeout = TimeSpan.FromSeconds(20);
        var ledger = _store.Open("p", timeout, clock);
        (await ledger.InitializeAsync(Token)).Value();
        using (var other = OtherProcess())
        {
            other.Execute("BEGIN IMMEDIATE");
            var commit = ledger.CommitAsync(Insert, Token);
            commit.IsCompleted.Should().BeFalse();
            clock.Advance(timeout);
            (await commit).Why().Should().Contain(_store.Path).And.Contain("20 s");
            (await ledger.ReadAllAsync(Token)).Value().Should().BeEmpty("readers do not wait for a writer");
            other.Execute("COMMIT");
        }

        (await ledger.CommitAsync(Insert, Token)).Versions().Should().HaveCount(1);
    }

    [Fact]
    public async Task A_commit_goes_on_as_soon_as_the_other_process_is_done()
    {
        var ledger = _store.Open("p", TimeSpan.FromSeconds(20));
        (await ledger.InitializeAsync(Token)).Value();
        using var other = OtherProcess();
        other.Execute("BEGIN IMMEDIATE");

        var commit = ledger.CommitAsync(Insert, Token);
        commit.IsCompleted.Should().BeFalse();
        other.Execute("COMMIT");

        (await commit).Versions().Should().HaveCount(1);
    }

    [Fact]
    public async Task Who_waits_for_the_file_can_give_up()
    {
        var ledger = _store.Open("p", TimeSpan.FromSeconds(20));
        (await ledger.InitializeAsync(Token)).Value();
        using var other = OtherProcess();
        other.Execute("BEGIN IMMEDIATE");
        using var patience = new CancellationTokenSource();

        var commit = ledger.CommitAsync(Insert, patience.Token);
        await patience.CancelAsync();

        await FluentActions.Awaiting(() => commit).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Before_it_is_initialised_the_ledger_is_unavailable()
    {
        var ledger = _store.Open("p", TimeSpan.FromSeconds(20));

        (await ledger.CommitAsync(Insert, Token)).Why().Should().Contain(_store.Path).And.Contain("not there");
        (await ledger.ReadAllAsync(Token)).Why().Should().Contain("not there");
        (await ledger.ReadAsync(["a"], Token)).Why().Should().Contain("not there");
        (await ledger.ReadEventsAsync("a", 1, Token)).Why().Should().Contain("not there");
        (await ledger.RemoveEventsAsync(DateTimeOffset.MaxValue, 1, Token)).Why().Should().Contain("not there");
        File.Exists(_store.Path).Should().BeFalse("only initialising makes it");

        (await ledger.InitializeAsync(Token)).Value();
        (await ledger.CommitAsync(Insert, Token)).Versions().Should().HaveCount(1);
    }

    [Fact]
    public async Task A_file_that_is_taken_away_is_missed_and_found_again()
    {
        var ledger = _store.Open("p", TimeSpan.FromSeconds(20));
        (await ledger.InitializeAsync(Token)).Value();
        (await ledger.CommitAsync(Insert, Token)).Versions();
        (await ledger.ReadAllAsync(Token)).Value();
        var away = Directory.CreateDirectory(Path.Combine(_store.Folder.Path, "away")).FullName;

        Move(_store.Folder.Path, away);
        (await ledger.CommitAsync(Insert, Token)).Why().Should().Contain("not there");
        (await ledger.ReadAllAsync(Token)).Why().Should().Contain("not there");

        Move(away, _store.Folder.Path);
        (await ledger.ReadAllAsync(Token)).Value().Should().ContainSingle();
        (await ledger.CommitAsync(Insert, Token)).ShouldBeConflict();
    }

    [Fact]
    public async Task A_copy_that_takes_the_place_of_the_file_that_is_open_is_the_ledger()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "which file it is is told by statx");
        var timeout = TimeSpan.FromSeconds(20);
        var ledger = _store.Open("p", timeout);
        (await ledger.InitializeAsync(Token)).Value();
        (await ledger.CommitAsync(Insert, Token)).Versions().Should().HaveCount(1);
        var restored = Path.Combine(_store.Folder.Path, "restored.db");
        using (var copying = OtherProcess())
            copying.Execute($"VACUUM INTO '{restored}'");
        using (var other = new NovaFence.Ledger.Sqlite.SqliteLedger(restored, new StoreSettings("p", LedgerAccess.ReadAndWrite, timeout, TimeProvider.System)))
        {
            (await other.InitializeAsync(Token)).Value();
            (await other.CommitAsync(new LedgerCommit([new RowWrite("host:restored", "{}", null)], []), Token)).Versions().Should().HaveCount(1);
        }

        foreach (var beside in (string[])["-wal", "-shm"])
            File.Delete(_store.Path + beside);
        File.Move(restored, _store.Path, overwrite: true);

        (await ledger.CommitAsync(new LedgerCommit([new RowWrite("host:B", "{}", null)], []), Token)).Versions().Should().HaveCount(1);
        (await ledger.ReadAllAsync(Token)).Value().Select(row => row.Key).Should().BeEquivalentTo("host:A", "host:restored", "host:B");
        using var reader = OtherProcess();
        using var count = reader.CreateCommand();
        count.CommandText = "SELECT COUNT(*) FROM rows";
        count.ExecuteScalar().Should().Be(3L, "what was taken is where the next one looks");
    }

    [Theory]
    [InlineData(false, "-wal")]
    [InlineData(true, "-wal")]
    [InlineData(false, "-wal", "-shm")]
    public async Task What_was_taken_outlives_a_write_ahead_log_that_somebody_deletes(bool readsFirst, params string[] deleted)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "which file it is is told by statx");
        var timeout = TimeSpan.FromSeconds(20);
        var ledger = _store.Open("p", timeout);
        (await ledger.InitializeAsync(Token)).Value();
        (await ledger.CommitAsync(Insert, Token)).Versions();
        (await ledger.ReadAllAsync(Token)).Value();

        foreach (var beside in deleted)
            File.Delete(_store.Path + beside);
        if (readsFirst)
            (await ledger.ReadAsync(["host:A"], Token)).Value().Should().ContainSingle();
        (await ledger.CommitAsync(new LedgerCommit([new RowWrite("host:B", "{}", null)], []), Token)).Versions().Should().HaveCount(1);

        (await ledger.ReadAllAsync(Token)).Value().Select(row => row.Key).Should().BeEquivalentTo("host:A", "host:B");
        // What stands in the folder is what is left by a crash.
        var crashed = Path.Combine(_store.Folder.Path, "crashed.db");
        foreach (var beside in (string[])["", "-wal"])
            File.Copy(_store.Path + beside, crashed + beside);
        using var next = new NovaFence.Ledger.Sqlite.SqliteLedger(crashed, new StoreSettings("p", LedgerAccess.ReadAndWrite, timeout, TimeProvider.System));
        (await next.ReadAllAsync(Token)).Value().Select(row => row.Key).Should().BeEquivalentTo("host:A", "host:B");
    }

    [Fact]
    public async Task A_deleted_write_ahead_log_that_cannot_be_saved_yet_is_kept_open_until_it_can()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "which file it is is told by statx");
        var ledger = _store.Open("p", TimeSpan.FromSeconds(20));
        (await ledger.InitializeAsync(Token)).Value();
        (await ledger.CommitAsync(Insert, Token)).Versions();
        using (var other = OtherProcess())
        {
            // Whoever reads keeps what the log has from being brought into the file.
            other.Execute("BEGIN; SELECT * FROM rows");
            (await ledger.CommitAsync(new LedgerCommit([new RowWrite("host:B", "{}", null)], []), Token)).Versions();
            File.Delete(_store.Path + "-wal");

            (await ledger.CommitAsync(new LedgerCommit([new RowWrite("host:C", "{}", null)], []), Token)).Why().Should().Contain("write-ahead log");

            other.Execute("COMMIT");
        }

        (await ledger.CommitAsync(new LedgerCommit([new RowWrite("host:C", "{}", null)], []), Token)).Versions().Should().HaveCount(1);
        (await ledger.ReadAllAsync(Token)).Value().Select(row => row.Key).Should().BeEquivalentTo("host:A", "host:B", "host:C");
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_by_name_and_left_as_it_is()
    {
        await File.WriteAllTextAsync(_store.Path, new string('x', 10_000), Token);
        var ledger = _store.Open("p", TimeSpan.FromSeconds(20));

        (await ledger.InitializeAsync(Token)).Why().Should().Be($"The ledger's file {_store.Path} is not a SQLite database.");
        (await ledger.CommitAsync(Insert, Token)).Why().Should().Contain("is not a SQLite database");

        (await File.ReadAllTextAsync(_store.Path, Token)).Should().Be(new string('x', 10_000));
    }

    [Theory]
    [InlineData("CREATE TABLE theirs (a); PRAGMA user_version = 0", "something else")]
    [InlineData("PRAGMA user_version = 7", "something else")]
    [InlineData("PRAGMA application_id = 0x4E6F7646", "something else")]
    [InlineData("PRAGMA application_id = 0x4E6F7646; PRAGMA user_version = 99", "readable from edition 99 on; this NovaFence is edition 2")]
    public async Task A_database_of_something_else_is_refused(string sql, string why)
    {
        using (var other = OtherProcess(SqliteOpenMode.ReadWriteCreate))
            other.Execute(sql);

        (await _store.Open("p", TimeSpan.FromSeconds(20)).InitializeAsync(Token)).Why().Should().Contain(_store.Path).And.Contain(why);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_an_outage_and_over_once_it_can()
    {
        var blocked = Path.Combine(_store.Folder.Path, "not-a-folder");
        await File.WriteAllTextAsync(blocked, "", Token);
        using var ledger = new NovaFence.Ledger.Sqlite.SqliteLedger(
            Path.Combine(blocked, "ledger.db"),
            new StoreSettings("p", LedgerAccess.ReadAndWrite, TimeSpan.FromSeconds(20), TimeProvider.System));
        (await ledger.InitializeAsync(Token)).Why().Should().Contain(blocked).And.Contain("cannot be made");

        File.Delete(blocked);

        (await ledger.InitializeAsync(Token)).Value();
        (await ledger.CommitAsync(Insert, Token)).Versions().Should().HaveCount(1);
    }

    [Fact]
    public async Task A_folder_in_place_of_the_file_is_an_outage()
    {
        Directory.CreateDirectory(_store.Path);

        (await _store.Open("p", TimeSpan.FromSeconds(20)).InitializeAsync(Token)).Why().Should().Contain(_store.Path);
    }

    [Fact]
    public async Task A_file_that_is_there_and_cannot_be_opened_is_not_said_to_be_missing()
    {
        using (var first = _store.Open("p", TimeSpan.FromSeconds(20)))
            (await first.InitializeAsync(Token)).Value();
        // As on a file system that became read-only: what cannot be opened is the log.
        Directory.CreateDirectory(_store.Path + "-wal");
        var ledger = _store.Open("p", TimeSpan.FromSeconds(20));

        foreach (var why in (string[])[(await ledger.InitializeAsync(Token)).Why(), (await ledger.ReadAllAsync(Token)).Why()])
            why.Should().Contain("is there and cannot be opened").And.Contain("read-only");
    }

    [Fact]
    public async Task A_failure_in_the_middle_of_a_commit_leaves_nothing_and_passes()
    {
        var ledger = _store.Open("p", TimeSpan.FromSeconds(20));
        (await ledger.InitializeAsync(Token)).Value();
        // The row is written by then; as good as a disk that is full now.
        using var other = OtherProcess();
        other.Execute("CREATE TRIGGER broken BEFORE INSERT ON events BEGIN SELECT RAISE(FAIL, 'broken'); END");

        var failed = await ledger.CommitAsync(Insert with { Events = [new LedgerEvent("a", DateTimeOffset.UnixEpoch, "1", "{}")] }, Token);
        failed.Why().Should().Contain(_store.Path);
        (await ledger.ReadAllAsync(Token)).Value().Should().BeEmpty();

        other.Execute("DROP TRIGGER broken");
        (await ledger.CommitAsync(Insert, Token)).Versions().Should().HaveCount(1);
    }

    [Fact]
    public async Task Only_its_owner_may_read_the_file()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return;
        }

        var ledger = _store.Open("p", TimeSpan.FromSeconds(20));
        (await ledger.InitializeAsync(Token)).Value();
        (await ledger.CommitAsync(Insert, Token)).Versions();

        foreach (var file in Directory.GetFiles(_store.Folder.Path))
            File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
        Directory.GetFiles(_store.Folder.Path).Should().HaveCountGreaterThan(1, "the log of the file holds the same secrets");
    }

    private static void Move(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from))
            File.Move(file, Path.Combine(to, Path.GetFileName(file)));
    }

    /// <summary>A connection that shares nothing with the ledger's: to SQLite's locks it is another process.</summary>
    private SqliteConnection OtherProcess(SqliteOpenMode mode = SqliteOpenMode.ReadWrite)
    {
        var connection = new SqliteConnection($"Data Source={_store.Path};Pooling=False;Mode={mode}");
        connection.Open();
        return connection;
    }
}
