using NovaFence.Core.Ledger;

namespace NovaFence.Ledger.Tests.Contract;

/// <summary>Somebody edits the store by hand, or a disk does: it costs what was damaged, and all else goes on.</summary>
public abstract class DamageContract : LedgerContract
{
    private const string Partition = "RegionOne";

    private protected DamageContract(ITestStore store)
        : base(store) => Store = store;

    private protected ITestStore Store { get; }

    [Theory]
    [InlineData(Damage.NoJson)]
    [InlineData(Damage.Bytes)]
    [InlineData(Damage.Number)]
    public async Task A_row_without_its_json_is_there_and_holds_none_and_the_others_are_as_they_were(Damage how)
    {
        await CommitAsync(new RowWrite("host:A/B", "1", null), new RowWrite("host:C", "2", null), new RowWrite(LongKey, "3", null));
        (await AllAsync()).Should().HaveCount(3);

        foreach (var key in (string[])["host:A/B", LongKey])
            await Store.DamageAsync(Partition, new Damaged(key), how);

        foreach (var ledger in (ILedger[])[Ledger, OpenAnother()])
        {
            (await ledger.ReadAllAsync(Token)).Value().Select(row => (row.Key, row.Json)).Should().BeEquivalentTo([("host:A/B", ""), ("host:C", "2"), (LongKey, "")]);
            var some = (await ledger.ReadAsync(["host:A/B", "host:C", LongKey], Token)).Value();
            some.Select(row => (row.Key, row.Json)).Should().BeEquivalentTo([("host:A/B", ""), ("host:C", "2"), (LongKey, "")]);
            (await ledger.CommitAsync(new LedgerCommit([new RowWrite("host:A/B", "{}", null)], []), Token)).ShouldBeConflict();
        }

        var damaged = (await FindAsync("host:A/B"))!;
        (await CommitAsync(new RowWrite("host:A/B", "4", damaged.Version), new RowWrite("host:C", "5", (await FindAsync("host:C"))!.Version))).Versions();
        (await FindAsync("host:A/B"))!.Json.Should().Be("4", "it can be mended");
    }

    [Fact]
    public async Task A_row_whose_place_alone_says_which_it_is_is_that_one()
    {
        await CommitAsync(new RowWrite("host:A/B", "1", null), new RowWrite("host:C", "2", null));

        await Store.DamageAsync(Partition, new Damaged("host:A/B"), Damage.NoName);

        (await AllAsync()).Select(row => row.Key).Should().BeEquivalentTo("host:A/B", "host:C");
        (await FindAsync("host:A/B")).Should().NotBeNull();
    }

    [Theory]
    [InlineData(Damage.NoJson)]
    [InlineData(Damage.Bytes)]
    [InlineData(Damage.NoName)]
    public async Task A_damaged_event_hides_no_other(Damage how)
    {
        await AppendAsync(new LedgerEvent("a", DateTimeOffset.UnixEpoch, "1", "1"));
        await Store.DamageAsync(Partition, new Damaged("a", IsEvent: true), how);
        await AppendAsync(new LedgerEvent("a", DateTimeOffset.UnixEpoch.AddHours(1), "2", "2"), new LedgerEvent("b", DateTimeOffset.UnixEpoch, "1", "1"));

        var events = await EventsAsync("a");

        events.Select(happened => happened.At).Should().Equal(DateTimeOffset.UnixEpoch.AddHours(1), DateTimeOffset.UnixEpoch);
        events.Select(happened => happened.Json).Should().Equal("2", how == Damage.NoName ? "1" : "");
        (await EventsAsync("b")).Should().ContainSingle();
        (await Ledger.RemoveEventsAsync(DateTimeOffset.UnixEpoch.AddMinutes(1), 100, Token)).Value().Should().Be(2);
    }

    /// <summary>Longer than a table's key once it is encoded, and then cut.</summary>
    private static readonly string LongKey = "host:" + new string('/', 280);

    public sealed class OnSqlite() : DamageContract(new SqliteTestStore());

    public sealed class OnTables(AzuriteFixture azurite) : DamageContract(new TablesTestStore(azurite))
    {
        [Fact]
        public async Task What_stands_among_rows_and_events_and_is_none_hides_none_and_is_not_acted_on()
        {
            await CommitAsync(new RowWrite("host:A", "1", null));
            await AppendAsync(new LedgerEvent("a", DateTimeOffset.UnixEpoch, "1", "1"), new LedgerEvent("z", DateTimeOffset.UnixEpoch, "1", "1"));
            var table = new Azure.Data.Tables.TableClient(azurite.ConnectionString, ((TablesTestStore)Store).Table);
            foreach (var key in (string[])["host:=ZZ", "host:X=", "~b", "~c~", "~a~notatime"])
                await table.AddEntityAsync(new Azure.Data.Tables.TableEntity(Partition, key), Token);
            // Copied by hand from one host's row to another's.
            await table.AddEntityAsync(new Azure.Data.Tables.TableEntity(Partition, "host:B") { ["Name"] = "host:A", ["Json"] = "1" }, Token);

            (await AllAsync()).Select(row => (row.Key, row.Json)).Should().BeEquivalentTo([("host:A", "1"), ("host:B", "1"), ("host:=ZZ", ""), ("host:X=", "")]);
            (await FindAsync("host:B"))!.Key.Should().Be("host:B");
            (await EventsAsync("a")).Select(happened => happened.Id).Should().Contain("1");
            (await Ledger.RemoveEventsAsync(DateTimeOffset.UnixEpoch.AddHours(1), 1000, Token)).Value().Should().BeGreaterThanOrEqualTo(2);
            (await EventsAsync("z")).Should().BeEmpty();
        }
    }
}
