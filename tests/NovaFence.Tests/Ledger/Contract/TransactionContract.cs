using NovaFence.Core.Ledger;

namespace NovaFence.Ledger.Tests.Contract;

public abstract class TransactionContract : LedgerContract
{
    private static readonly LedgerEvent Entry = new("a", DateTimeOffset.UnixEpoch, "1", "{}");

    private protected TransactionContract(ITestStore store)
        : base(store) { }

    [Fact]
    public async Task Inserts_updates_deletes_and_events_happen_together()
    {
        var updated = await InsertAsync("host:UPDATED");
        var deleted = await InsertAsync("host:DELETED");

        var result = await Ledger.CommitAsync(
            new LedgerCommit(
                [
                    new RowWrite("host:NEW", """{"n":2}""", null),
                    new RowWrite("host:UPDATED", """{"n":3}""", updated),
                    new RowWrite("host:DELETED", null, deleted),
                ],
                [Entry, Entry with { Id = "2" }]),
            Token);

        var versions = result.Versions();
        versions.Keys.Should().BeEquivalentTo("host:NEW", "host:UPDATED");
        (await AllAsync()).Should().BeEquivalentTo(
        [
            new LedgerRow("host:NEW", """{"n":2}""", versions["host:NEW"]),
            new LedgerRow("host:UPDATED", """{"n":3}""", versions["host:UPDATED"]),
        ]);
        (await EventsAsync("a")).Should().BeEquivalentTo([Entry, Entry with { Id = "2" }]);
    }

    public static TheoryData<string> Conflicts { get; } = ["insert", "update", "update gone", "delete", "delete gone", "event"];

    /// <summary>
    /// Azurite was once said not to roll back; this is the proof that it does, and that it looks at versions within a transaction.
    /// </summary>
    [Theory]
    [MemberData(nameof(Conflicts))]
    public async Task A_conflict_in_the_middle_leaves_nothing(string conflict)
    {
        var old = await InsertAsync("host:THERE");
        var there = (await CommitAsync(new RowWrite("host:THERE", """{"n":2}""", old))).Versions()["host:THERE"];
        var second = await InsertAsync("host:SECOND");
        await AppendAsync(Entry);
        RowWrite[] middle = conflict switch
        {
            "insert" => [new("host:THERE", "{}", null)],
            "update" => [new("host:THERE", "{}", old)],
            "update gone" => [new("host:GONE", "{}", old)],
            "delete" => [new("host:THERE", null, old)],
            "delete gone" => [new("host:GONE", null, old)],
            _ => [],
        };
        LedgerEvent[] last = conflict == "event" ? [Entry, Entry with { Id = "3" }] : [Entry with { Id = "3" }];

        var result = await Ledger.CommitAsync(
            new LedgerCommit(
                [
                    new RowWrite("host:BEFORE", "{}", null),
                    .. middle,
                    new RowWrite("host:AFTER", "{}", null),
                    new RowWrite("host:SECOND", """{"n":9}""", second),
                ],
                [Entry with { Id = "2" }, .. last]),
            Token);

        result.ShouldBeConflict();
        (await AllAsync()).Should().BeEquivalentTo(
            [new LedgerRow("host:THERE", """{"n":2}""", there), new LedgerRow("host:SECOND", """{"n":1}""", second)]);
        (await EventsAsync("a")).Should().Equal(Entry);
    }

    [Fact]
    public async Task After_a_conflict_the_same_commit_with_the_right_version_succeeds()
    {
        var version = await InsertAsync("host:A");
        var wrong = new LedgerCommit([new RowWrite("host:B", "{}", null), new RowWrite("host:A", "{}", null)], [Entry]);
        (await Ledger.CommitAsync(wrong, Token)).ShouldBeConflict();

        var right = wrong with { Writes = [wrong.Writes[0], wrong.Writes[1] with { ExpectedVersion = version }] };
        (await Ledger.CommitAsync(right, Token)).Versions().Should().HaveCount(2);

        (await EventsAsync("a")).Should().Equal(Entry);
    }

    [Fact]
    public async Task A_hundred_operations_are_one_commit()
    {
        var rows = Enumerable.Range(0, 60).Select(n => new RowWrite($"host:{n}", "{}", null)).ToList();
        var events = Enumerable.Range(0, 40).Select(n => Entry with { Id = $"{n}" }).ToList();

        (await Ledger.CommitAsync(new LedgerCommit(rows, events), Token)).Versions().Should().HaveCount(60);

        (await AllAsync()).Should().HaveCount(60);
        (await EventsAsync("a")).Should().HaveCount(40);
    }

    [Fact]
    public async Task The_largest_commit_is_taken_whole()
    {
        // Quotes are what JSON is full of, and what grows most on the way to a table.
        const int Each = LedgerCommit.MaxTotalJsonLength / 20;
        var json = new string('"', Each);
        var rows = Enumerable.Range(0, 20).Select(n => new RowWrite($"fleet:{n}", json, null)).ToList();

        (await Ledger.CommitAsync(new LedgerCommit(rows, []), Token)).Versions().Should().HaveCount(20);

        (await AllAsync()).Should().HaveCount(20).And.OnlyContain(row => row.Json == json);
    }

    public sealed class OnSqlite() : TransactionContract(new SqliteTestStore());

    public sealed class OnTables(AzuriteFixture azurite) : TransactionContract(new TablesTestStore(azurite));
}
