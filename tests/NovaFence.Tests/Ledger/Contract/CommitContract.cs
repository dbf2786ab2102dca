using NovaFence.Core.Ledger;

namespace NovaFence.Ledger.Tests.Contract;

public abstract class CommitContract : LedgerContract
{
    private protected CommitContract(ITestStore store)
        : base(store) { }

    [Fact]
    public async Task An_empty_store_has_no_rows_and_no_events()
    {
        (await AllAsync()).Should().BeEmpty();
        (await FindAsync("host:A")).Should().BeNull();
        (await EventsAsync("a")).Should().BeEmpty();
    }

    [Fact]
    public async Task To_initialise_again_keeps_what_is_there()
    {
        var version = await InsertAsync("host:A");

        (await Ledger.InitializeAsync(Token)).Value().Should().BeTrue();
        (await OpenAnother().InitializeAsync(Token)).Value().Should().BeTrue();

        (await AllAsync()).Should().Equal(new LedgerRow("host:A", """{"n":1}""", version));
    }

    [Fact]
    public async Task An_inserted_row_is_read_back_with_the_version_that_the_commit_told()
    {
        var version = await InsertAsync("host:A", """{"state":"down"}""");

        (await FindAsync("host:A")).Should().Be(new LedgerRow("host:A", """{"state":"down"}""", version));
    }

    [Fact]
    public async Task An_insert_of_a_row_that_is_there_conflicts()
    {
        var version = await InsertAsync("host:A");

        (await CommitAsync(new RowWrite("host:A", """{"n":2}""", null))).ShouldBeConflict();

        (await FindAsync("host:A")).Should().Be(new LedgerRow("host:A", """{"n":1}""", version));
    }

    [Fact]
    public async Task An_update_with_the_version_that_was_read_replaces_the_row_and_changes_its_version()
    {
        var first = await InsertAsync("host:A");

        var second = (await CommitAsync(new RowWrite("host:A", """{"n":1}""", first))).Versions()["host:A"];

        second.Should().NotBe(first);
        (await FindAsync("host:A")).Should().Be(new LedgerRow("host:A", """{"n":1}""", second));
    }

    [Fact]
    public async Task An_update_with_an_older_version_conflicts()
    {
        var first = await InsertAsync("host:A");
        var second = (await CommitAsync(new RowWrite("host:A", """{"n":2}""", first))).Versions()["host:A"];

        (await CommitAsync(new RowWrite("host:A", """{"n":3}""", first))).ShouldBeConflict();

        (await FindAsync("host:A")).Should().Be(new LedgerRow("host:A", """{"n":2}""", second));
    }

    [Fact]
    public async Task An_update_of_a_row_that_is_not_there_conflicts_and_makes_none()
    {
        var version = await InsertAsync("host:A");

        (await CommitAsync(new RowWrite("host:B", "{}", version))).ShouldBeConflict();

        (await FindAsync("host:B")).Should().BeNull();
    }

    [Fact]
    public async Task A_delete_with_the_version_that_was_read_takes_the_row_away_and_tells_no_version()
    {
        var version = await InsertAsync("host:A");

        (await CommitAsync(new RowWrite("host:A", null, version))).Versions().Should().BeEmpty();

        (await AllAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_delete_with_an_older_version_conflicts()
    {
        var first = await InsertAsync("host:A");
        var second = (await CommitAsync(new RowWrite("host:A", """{"n":2}""", first))).Versions()["host:A"];

        (await CommitAsync(new RowWrite("host:A", null, first))).ShouldBeConflict();

        (await FindAsync("host:A"))!.Version.Should().Be(second);
    }

    [Fact]
    public async Task A_delete_of_a_row_that_is_gone_conflicts()
    {
        var version = await InsertAsync("host:A");
        (await CommitAsync(new RowWrite("host:A", null, version))).Versions();

        (await CommitAsync(new RowWrite("host:A", null, version))).ShouldBeConflict();
    }

    [Fact]
    public async Task A_row_that_was_deleted_and_made_again_has_none_of_its_old_versions()
    {
        var first = await InsertAsync("host:A");
        (await CommitAsync(new RowWrite("host:A", null, first))).Versions();
        var second = await InsertAsync("host:A");

        second.Should().NotBe(first);
        (await CommitAsync(new RowWrite("host:A", """{"n":3}""", first))).ShouldBeConflict();
    }

    [Theory]
    [InlineData("*")]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("-1")]
    [InlineData("W/\"*\"")]
    [InlineData("W/\"datetime'2020-01-01T00%3A00%3A00.0000000Z'\"")]
    [InlineData("99999999999999999999")]
    [InlineData("W/\"a\r\nIf-Match: *\"")]
    public async Task A_version_that_the_store_never_gave_conflicts(string version)
    {
        var real = await InsertAsync("host:A");

        (await CommitAsync(new RowWrite("host:A", "{}", version))).ShouldBeConflict();
        (await CommitAsync(new RowWrite("host:A", null, version))).ShouldBeConflict();

        (await FindAsync("host:A"))!.Version.Should().Be(real);
    }

    [Fact]
    public async Task A_commit_that_need_not_survive_a_power_cut_is_there_all_the_same()
    {
        (await Ledger.CommitAsync(new LedgerCommit([new RowWrite("host:A", "{}", null)], [], Durable: false), Token)).Versions();
        await InsertAsync("host:B");

        (await OpenAnother().ReadAllAsync(Token)).Value().Should().HaveCount(2);
    }

    [Fact]
    public async Task A_commit_of_nothing_is_committed()
    {
        (await CommitAsync()).Versions().Should().BeEmpty();
    }

    [Fact]
    public async Task A_commit_whose_caller_gave_up_before_stores_nothing()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await FluentActions
            .Awaiting(() => Ledger.CommitAsync(new LedgerCommit([new RowWrite("host:A", "{}", null)], []), gone.Token))
            .Should().ThrowAsync<OperationCanceledException>();

        (await AllAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Clouds_that_share_a_store_do_not_see_each_other()
    {
        await InsertAsync("host:A");
        await AppendAsync(new LedgerEvent("a", DateTimeOffset.UnixEpoch, "1", "{}"));
        var other = OpenAnother("regionOne / 2");

        (await other.ReadAllAsync(Token)).Value().Should().BeEmpty();
        (await other.ReadEventsAsync("a", 10, Token)).Value().Should().BeEmpty();
        (await other.CommitAsync(new LedgerCommit([new RowWrite("host:A", "{}", null)], []), Token)).Versions().Should().HaveCount(1);
        (await AllAsync()).Should().HaveCount(1);
    }

    public sealed class OnSqlite() : CommitContract(new SqliteTestStore());

    public sealed class OnTables(AzuriteFixture azurite) : CommitContract(new TablesTestStore(azurite));
}
