using NovaFence.Core.Ledger;

namespace NovaFence.Ledger.Tests.Contract;

public abstract class PartitionContract : StoreContract
{
    private protected PartitionContract(ITestStore store)
        : base(store) { }

    [Fact]
    public async Task Without_any_rows_the_partition_is_default()
    {
        var ledger = await OpenAsync();

        var found = await DescribeAsync(ledger);

        found.Should().BeEquivalentTo(new LedgerDescription
        {
            Place = ledger.Place,
            Partition = "default",
            Choice = PartitionChoice.Default,
            PartitionHasRows = false,
            Written = 2,
        });
        await WriteAsync(ledger);
        (await DescribeAsync(await OpenAsync("default"))).PartitionHasRows.Should().BeTrue();
    }

    [Theory]
    [InlineData("RegionOne")]
    [InlineData("Zürich / 1's")]
    [InlineData(Long)]
    public async Task The_only_partition_with_rows_is_taken(string partition)
    {
        await WriteAsync(await OpenAsync(partition), "host:MINE");

        var ledger = await OpenAsync();

        (await RowsAsync(ledger)).Keys.Should().Equal("host:MINE");
        var found = await DescribeAsync(ledger);
        found.Choice.Should().Be(PartitionChoice.Only);
        found.PartitionHasRows.Should().BeTrue();
        if (partition != Long)
            found.Partition.Should().Be(partition);
    }

    [Fact]
    public async Task Of_several_partitions_none_is_taken_and_all_are_named()
    {
        foreach (var partition in (string[])["two/2", "one", "three"])
            await WriteAsync(await OpenAsync(partition));
        var ledger = Store.Open(partition: null);

        string[] sentences =
        [
            (await ledger.InitializeAsync(Token)).Why(),
            (await ledger.ReadAllAsync(Token)).Why(),
            (await ledger.ReadAsync(["a"], Token)).Why(),
            (await ledger.ReadEventsAsync("a", 1, Token)).Why(),
            (await ledger.RemoveEventsAsync(DateTimeOffset.MaxValue, 1, Token)).Why(),
            (await ledger.CommitAsync(new LedgerCommit([new RowWrite("a", "{}", null)], []), Token)).Why(),
            (await ledger.DescribeAsync(Token)).Why(),
        ];

        sentences.Should().OnlyContain(why => why.EndsWith(
            "holds several partitions (one, three, two/2), and none is named: set NovaFence:Ledger:Partition to the one of this cloud.",
            StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_configured_partition_is_taken_also_where_it_holds_nothing_and_others_do()
    {
        await WriteAsync(await OpenAsync("RegionOne"));

        var ledger = await OpenAsync("RegionOen");

        (await RowsAsync(ledger)).Should().BeEmpty();
        var found = await DescribeAsync(ledger);
        found.Choice.Should().Be(PartitionChoice.Configured);
        found.Partition.Should().Be("RegionOen");
        found.PartitionHasRows.Should().BeFalse();
        found.OtherPartitions.Should().Equal("RegionOne");
    }

    [Fact]
    public async Task A_partition_that_was_only_opened_is_none()
    {
        await OpenAsync("empty");
        await WriteAsync(await OpenAsync("RegionOne"));

        (await DescribeAsync(await OpenAsync())).Partition.Should().Be("RegionOne");
    }

    [Fact]
    public async Task What_others_write_later_changes_no_choice()
    {
        var ledger = await OpenAsync();
        await WriteAsync(await OpenAsync("one"));
        await WriteAsync(await OpenAsync("two"));

        (await ledger.InitializeAsync(Token)).Value();
        await WriteAsync(ledger, "host:MINE");

        (await DescribeAsync(await OpenAsync("default"))).PartitionHasRows.Should().BeTrue();
        (await RowsAsync(ledger)).Keys.Should().Equal("host:MINE");
    }

    [Fact]
    public async Task Whoever_is_first_to_ask_opens_the_ledger()
    {
        await WriteAsync(await OpenAsync("RegionOne"));

        (await Store.Open(partition: null).ReadAllAsync(Token)).Value().Should().ContainSingle();
        (await Store.Open(partition: null).ReadAsync(["host:A"], Token)).Value().Should().ContainSingle();
        (await Store.Open(partition: null).ReadEventsAsync("a", 1, Token)).Value().Should().BeEmpty();
        (await Store.Open(partition: null).RemoveEventsAsync(DateTimeOffset.MaxValue, 1, Token)).Value().Should().Be(0);
        await WriteAsync(Store.Open(partition: null), "host:B");
        (await DescribeAsync(Store.Open(partition: null))).Partition.Should().Be("RegionOne");
    }

    // Longer than a table's key once it is encoded, and then cut.
    private const string Long = "日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日日";

    public sealed class OnSqlite() : PartitionContract(new SqliteTestStore());

    public sealed class OnTables(AzuriteFixture azurite) : PartitionContract(new TablesTestStore(azurite));
}
