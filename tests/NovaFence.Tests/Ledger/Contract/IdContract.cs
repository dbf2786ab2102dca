using NovaFence.Core.Ledger;

namespace NovaFence.Ledger.Tests.Contract;

/// <summary>A process that has a ledger open takes no other for it that somebody puts in its place.</summary>
public abstract class IdContract : StoreContract
{
    private const string Partition = "RegionOne";
    private const string Refused = "is another ledger than the one that this NovaFence has opened";

    private protected IdContract(ITestStore store)
        : base(store) { }

    [Theory]
    [InlineData("read all")]
    [InlineData("read some")]
    [InlineData("write")]
    [InlineData("initialize")]
    public async Task One_that_another_process_has_made_in_its_place_is_refused_whatever_is_asked_first(string first)
    {
        var ledger = await OpenAsync(Partition);
        var version = (await ledger.CommitAsync(new LedgerCommit([new RowWrite("host:A", "{}", null)], []), Token)).Versions()["host:A"];
        await RowsAsync(ledger);
        await Store.RemoveAsync();
        var other = await OpenAsync(Partition);
        await WriteAsync(other);
        await WriteAsync(other, "audit");

        // A write to a row that the other has too: on Table Storage it meets a conflict, and then reads.
        if (first == "write" && await ledger.CommitAsync(new LedgerCommit([new RowWrite("host:A", "{}", version)], []), Token) is CommitResult.Unavailable { Why: var unavailable })
            unavailable.Should().Contain(Refused);
        if (first == "read all")
            (await ledger.ReadAllAsync(Token)).Why().Should().Contain(Refused);
        else if (first == "initialize")
            (await ledger.InitializeAsync(Token)).Why().Should().Contain(Refused);
        else
            (await ledger.ReadAsync(["host:A"], Token)).Why().Should().Contain(Refused);

        (await ledger.CommitAsync(new LedgerCommit([new RowWrite("host:NEW", "{}", null)], []), Token)).Should().BeOfType<CommitResult.Unavailable>().Which.Why.Should().Contain(Refused);
        (await ledger.ReadAllAsync(Token)).Why().Should().Contain(Refused);
        (await RowsAsync(other)).Keys.Should().BeEquivalentTo("host:A", "audit");
        await WriteAsync(other, "host:B");
        (await RowsAsync(await OpenAsync(Partition))).Should().HaveCount(3, "who starts begins with it");
    }

    [Fact]
    public async Task One_that_is_gone_is_not_made_again_by_whoever_had_it_open()
    {
        var ledger = await OpenAsync(Partition);
        await WriteAsync(ledger);
        await Store.RemoveAsync();

        (await ledger.InitializeAsync(Token)).Should().BeOfType<LedgerResult<bool>.Unavailable>();
        (await ledger.ReadAllAsync(Token)).Should().BeOfType<LedgerResult<IReadOnlyList<LedgerRow>>.Unavailable>();
        (await Store.Open(Partition).IsThereAsync(Token)).Value().Should().BeFalse();
    }

    [Fact]
    public async Task One_without_a_number_is_given_one_and_instances_that_race_agree_on_it()
    {
        await WriteAsync(await OpenAsync(Partition));
        (await Store.ForgetIdAsync(Partition)).Should().BeTrue();

        var ledgers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => OpenAsync(Partition))));

        foreach (var (ledger, number) in ledgers.Zip(Enumerable.Range(0, 8)))
        {
            (await ledger.InitializeAsync(Token)).Value();
            await WriteAsync(ledger, $"host:{number}");
            (await ledger.ReadAsync(["host:A"], Token)).Value().Should().ContainSingle();
        }

        (await RowsAsync(ledgers[0])).Should().HaveCount(9);
        await Store.RemoveAsync();
        await OpenAsync(Partition);
        foreach (var ledger in ledgers)
            (await ledger.ReadAllAsync(Token)).Why().Should().Contain(Refused);
    }

    [Fact]
    public async Task Whoever_only_reads_gives_none()
    {
        await WriteAsync(await OpenAsync(Partition));
        await Store.ForgetIdAsync(Partition);

        (await Store.Open(Partition, LedgerAccess.ReadOnly).ReadAllAsync(Token)).Value().Should().ContainSingle();

        (await Store.ForgetIdAsync(Partition)).Should().BeFalse();
    }

    [Fact]
    public async Task Whether_there_is_a_ledger_is_told_without_making_one()
    {
        var ledger = Store.Open(Partition);

        (await ledger.IsThereAsync(Token)).Value().Should().BeFalse();
        (await ledger.DescribeAsync(Token)).Should().BeOfType<LedgerResult<LedgerDescription>.Unavailable>();
        (await Store.Open(Partition).IsThereAsync(Token)).Value().Should().BeFalse();

        (await ledger.InitializeAsync(Token)).Value();
        (await ledger.IsThereAsync(Token)).Value().Should().BeTrue();
        (await Store.Open("RegionOen").IsThereAsync(Token)).Value().Should().BeTrue("the store is a ledger's, whatever the partition");
    }

    public sealed class OnSqlite() : IdContract(new SqliteTestStore());

    public sealed class OnTables(AzuriteFixture azurite) : IdContract(new TablesTestStore(azurite))
    {
        [Fact]
        public async Task Describing_a_partition_that_nobody_has_begun_begins_none()
        {
            await WriteAsync(await OpenAsync(Partition));
            var misspelt = Store.Open("RegionOen");
            (await misspelt.DescribeAsync(Token)).Value().PartitionHasRows.Should().BeFalse();

            await Assert.ThrowsAsync<Azure.RequestFailedException>(() => Store.ReadNumbersAsync("RegionOen"));
            await WriteAsync(misspelt);
            (await Store.ReadNumbersAsync("RegionOen")).Should().Be((2, 2), "whoever writes begins it");
        }

        [Fact]
        public async Task A_copy_of_its_text_columns_is_the_same_ledger()
        {
            var ledger = await OpenAsync(Partition);
            await WriteAsync(ledger);
            (await ledger.CommitAsync(new LedgerCommit([], [new LedgerEvent("a", DateTimeOffset.UnixEpoch, "1", "{}")]), Token)).Versions();
            var (rows, all) = (await RowsAsync(ledger), new Azure.Data.Tables.TableClient(azurite.ConnectionString, ((TablesTestStore)Store).Table));
            // As the program of docs/restore.md does: in the rows' order, a partition at a time.
            var saved = await all.QueryAsync<Azure.Data.Tables.TableEntity>(cancellationToken: Token)
                .Select(entity => entity.Where(column => column.Value is string && column.Key != "odata.etag").ToDictionary(StringComparer.Ordinal)).ToListAsync(Token);
            await Store.RemoveAsync();
            (await ledger.ReadAllAsync(Token)).Should().BeOfType<LedgerResult<IReadOnlyList<LedgerRow>>.Unavailable>();
            await all.CreateAsync(Token);
            await all.SubmitTransactionAsync(saved.Select(columns => new Azure.Data.Tables.TableTransactionAction(Azure.Data.Tables.TableTransactionActionType.Add, new Azure.Data.Tables.TableEntity(columns))), Token);

            foreach (var restored in (ILedgerStore[])[ledger, await OpenAsync()])
            {
                (await RowsAsync(restored)).Values.Select(row => (row.Key, row.Json)).Should().BeEquivalentTo(rows.Values.Select(row => (row.Key, row.Json)));
                (await restored.ReadEventsAsync("a", 10, Token)).Value().Should().ContainSingle();
                (await restored.InitializeAsync(Token)).Value();
            }

            await WriteAsync(ledger, "host:B");
        }

        [Fact]
        public async Task A_table_of_something_else_is_refused_and_left_as_it_is()
        {
            var table = new Azure.Data.Tables.TableClient(azurite.ConnectionString, ((TablesTestStore)Store).Table);
            await table.CreateAsync(Token);
            await table.AddEntityAsync(new Azure.Data.Tables.TableEntity("theirs", "row") { ["Column"] = "value" }, Token);

            (await Store.Open(partition: null).InitializeAsync(Token)).Why().Should().EndWith("is a table of something else.");
            (await Store.Open("theirs").DescribeAsync(Token)).Why().Should().EndWith("is a table of something else.");

            (await table.QueryAsync<Azure.Data.Tables.TableEntity>(cancellationToken: Token).CountAsync(Token)).Should().Be(1);
        }
    }
}
