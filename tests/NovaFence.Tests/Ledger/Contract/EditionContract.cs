namespace NovaFence.Ledger.Tests.Contract;

public abstract class EditionContract : StoreContract
{
    private const string Partition = "RegionOne";

    private protected EditionContract(ITestStore store)
        : base(store) { }

    [Fact]
    public async Task A_new_ledger_says_who_may_read_it()
    {
        await OpenAsync(Partition);

        (await Store.ReadNumbersAsync(Partition)).Should().Be((2, 2));
    }

    [Fact]
    public async Task A_ledger_that_only_later_editions_read_is_refused_with_both_numbers()
    {
        await WriteAsync(await OpenAsync(Partition));
        await Store.WriteNumbersAsync(Partition, 4, 3);

        foreach (var access in (LedgerAccess[])[LedgerAccess.ReadAndWrite, LedgerAccess.ReadOnly])
        {
            var ledger = Store.Open(Partition, access);

            (await ledger.InitializeAsync(Token)).Why().Should().EndWith(
                "was written by edition 4 of its form and is readable from edition 3 on; this NovaFence is edition 2: "
                + "use the newer NovaFence, or restore a copy of the ledger from before it.");
            (await ledger.ReadAllAsync(Token)).Why().Should().Contain("edition 3");
        }

        (await Store.ReadNumbersAsync(Partition)).Should().Be((4, 3));
    }

    [Fact]
    public async Task An_open_ledger_that_a_later_edition_took_over_is_written_no_more()
    {
        var ledger = await OpenAsync(Partition);
        await WriteAsync(ledger);
        await Store.WriteNumbersAsync(Partition, 4, 3);

        (await ledger.InitializeAsync(Token)).Why().Should().Contain("readable from edition 3 on");
        (await ledger.CommitAsync(new Core.Ledger.LedgerCommit([new Core.Ledger.RowWrite("host:B", "{}", null)], []), Token))
            .Should().BeOfType<Core.Ledger.CommitResult.Unavailable>().Which.Why.Should().Contain("readable from edition 3 on");

        await Store.WriteNumbersAsync(Partition, 2, 2);
        (await ledger.InitializeAsync(Token)).Value().Should().BeTrue();
        await WriteAsync(ledger, "host:C");
        (await RowsAsync(ledger)).Keys.Should().BeEquivalentTo("host:A", "host:C");
    }

    [Fact]
    public async Task What_the_next_edition_wrote_is_used_as_long_as_it_says_so()
    {
        await WriteAsync(await OpenAsync(Partition));
        await Store.WriteNumbersAsync(Partition, 3, 2);

        var ledger = await OpenAsync(Partition);
        await WriteAsync(ledger, "host:B");

        (await RowsAsync(ledger)).Keys.Should().BeEquivalentTo("host:A", "host:B");
        (await DescribeAsync(ledger)).Written.Should().Be(3);
        (await Store.ReadNumbersAsync(Partition)).Should().Be((3, 2), "this edition takes nothing back");
    }

    public sealed class OnSqlite() : EditionContract(new SqliteTestStore());

    public sealed class OnTables(AzuriteFixture azurite) : EditionContract(new TablesTestStore(azurite));
}
