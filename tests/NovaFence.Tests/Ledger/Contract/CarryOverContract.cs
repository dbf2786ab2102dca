using System.Text.Json;
using System.Text.Json.Nodes;
using NovaFence.Core.Ledger;

namespace NovaFence.Ledger.Tests.Contract;

/// <summary>A ledger of the first edition becomes one of this edition, and the first edition finds itself paused.</summary>
public abstract class CarryOverContract : StoreContract
{
    private const string Partition = FirstEditionFiles.Partition;
    private const string Reason = "carried over to the second edition; stop the first edition";

    private static readonly string[] Own = ["places", "pauses2"];
    private static readonly string[] Changed = ["budget", "pauses"];

    private protected CarryOverContract(ITestStore store)
        : base(store) { }

    [Fact]
    public async Task All_rows_are_kept_and_two_are_copied()
    {
        await Store.WriteFirstEditionAsync(Partition, FirstEditionFiles.Rows);

        var ledger = await OpenAsync();

        var rows = await RowsAsync(ledger);
        rows.Keys.Should().BeEquivalentTo([.. FirstEditionFiles.Rows.Keys, .. Own]);
        rows.Values.Where(row => !Own.Contains(row.Key) && !Changed.Contains(row.Key))
            .Should().OnlyContain(row => row.Json == FirstEditionFiles.Rows[row.Key]);
        rows["places"].Json.Should().Be(FirstEditionFiles.Rows["budget"]);
        rows["pauses2"].Json.Should().Be(FirstEditionFiles.Rows["pauses"]);
        (await Store.ReadNumbersAsync(Partition)).Should().Be((2, 2));
        var found = await DescribeAsync(ledger);
        found.CarriedOver.Should().BeTrue();
        found.Written.Should().Be(2);
        found.Partition.Should().Be(Partition);
        found.Choice.Should().Be(PartitionChoice.Only);
    }

    [Fact]
    public async Task The_first_edition_reads_that_it_is_paused_and_why()
    {
        await Store.WriteFirstEditionAsync(Partition, FirstEditionFiles.Rows);

        var rows = await RowsAsync(await OpenAsync());

        using var before = JsonDocument.Parse(FirstEditionFiles.Rows["budget"]);
        using var budget = JsonDocument.Parse(rows["budget"].Json);
        budget.RootElement.GetProperty("places").GetRawText().Should().Be(before.RootElement.GetProperty("places").GetRawText());
        budget.RootElement.GetProperty("paused").EnumerateObject().Select(pause => (pause.Name, pause.Value.GetInt64()))
            .Should().BeEquivalentTo([("*", 0L), .. before.RootElement.GetProperty("paused").EnumerateObject().Select(pause => (pause.Name, pause.Value.GetInt64()))]);
        using var pauses = JsonDocument.Parse(rows["pauses"].Json);
        var all = pauses.RootElement.GetProperty("all").EnumerateArray().ToList();
        all.Should().HaveCount(2);
        all[0].GetProperty("host").GetString().Should().Be("compute6");
        all[1].TryGetProperty("host", out _).Should().BeFalse("it is of all hosts");
        all[1].TryGetProperty("until", out _).Should().BeFalse("it has no end");
        all[1].GetProperty("reason").GetString().Should().Be(Reason);
        all[1].GetProperty("since").GetDateTimeOffset().Offset.Should().Be(TimeSpan.Zero);
        all[1].GetProperty("by").GetString().Should().NotBeEmpty();
    }

    [Fact]
    public async Task An_intent_of_a_first_edition_that_still_runs_is_a_conflict()
    {
        await Store.WriteFirstEditionAsync(Partition, FirstEditionFiles.Rows);
        var before = (await Store.Open(Partition, LedgerAccess.ReadOnly).ReadAsync(["budget"], Token)).Value().Single();

        var ledger = await OpenAsync();

        (await ledger.CommitAsync(new LedgerCommit([new RowWrite("budget", before.Json, before.Version)], []), Token)).ShouldBeConflict();
    }

    [Fact]
    public async Task A_first_edition_that_never_wrote_the_two_rows_finds_them()
    {
        await Store.WriteFirstEditionAsync(Partition, new Dictionary<string, string>(StringComparer.Ordinal) { ["host:A"] = "{}" });

        var rows = await RowsAsync(await OpenAsync());

        rows.Keys.Should().BeEquivalentTo("host:A", "budget", "pauses");
        rows["budget"].Json.Should().Be("""{"places":[],"paused":{"*":0}}""");
        rows["pauses"].Json.Should().Contain(Reason);
    }

    [Fact]
    public async Task A_pause_of_all_hosts_lives_on_and_makes_way_in_the_old_row()
    {
        const string Pauses = """{"all":[{"since":"2026-03-14T01:00:00+00:00","until":"2026-03-14T02:00:00+00:00","reason":"storm","by":"cli"}]}""";
        const string Budget = """{"places":["A"],"paused":{"*":1773453600000}}""";
        await Store.WriteFirstEditionAsync(
            Partition, new Dictionary<string, string>(StringComparer.Ordinal) { ["budget"] = Budget, ["pauses"] = Pauses });

        var rows = await RowsAsync(await OpenAsync());

        rows["places"].Json.Should().Be(Budget);
        rows["pauses2"].Json.Should().Be(Pauses);
        rows["budget"].Json.Should().Be("""{"places":["A"],"paused":{"*":0}}""");
        JsonNode.Parse(rows["pauses"].Json)!["all"]!.AsArray().Should().ContainSingle("the first edition takes one of a kind")
            .Which!["reason"]!.GetValue<string>().Should().Be(Reason);
    }

    [Fact]
    public async Task It_is_done_once_by_one_of_many()
    {
        await Store.WriteFirstEditionAsync(Partition, FirstEditionFiles.Rows);
        var ledgers = Enumerable.Range(0, 8).Select(_ => Store.Open(partition: null)).ToList();

        foreach (var opened in await Task.WhenAll(ledgers.Select(ledger => ledger.InitializeAsync(Token))))
            opened.Value();

        (await Task.WhenAll(ledgers.Select(DescribeAsync))).Count(found => found.CarriedOver).Should().Be(1);
        var before = await RowsAsync(ledgers[0]);
        (await RowsAsync(await OpenAsync())).Should().BeEquivalentTo(before);
        using var pauses = JsonDocument.Parse(before["pauses"].Json);
        pauses.RootElement.GetProperty("all").GetArrayLength().Should().Be(2);
    }

    [Fact]
    public async Task A_read_is_enough_to_carry_over()
    {
        await Store.WriteFirstEditionAsync(Partition, FirstEditionFiles.Rows);

        (await RowsAsync(Store.Open(partition: null))).Should().ContainKeys(Own);
    }

    [Fact]
    public async Task Whoever_only_reads_leaves_it_as_it_is()
    {
        await Store.WriteFirstEditionAsync(Partition, FirstEditionFiles.Rows);
        var ledger = Store.Open(partition: null, LedgerAccess.ReadOnly);

        (await ledger.InitializeAsync(Token)).Value();
        (await ledger.CommitAsync(new LedgerCommit([new RowWrite("a", "{}", null)], []), Token)).Why().Should().Contain("opened to be read only");
        (await ledger.RemoveEventsAsync(DateTimeOffset.MaxValue, 1, Token)).Why().Should().Contain("opened to be read only");

        (await RowsAsync(ledger)).Values.Select(row => KeyValuePair.Create(row.Key, row.Json)).Should().BeEquivalentTo(FirstEditionFiles.Rows);
        var found = await DescribeAsync(ledger);
        found.Written.Should().Be(1);
        found.CarriedOver.Should().BeFalse();
        found.Partition.Should().Be(Partition);
    }

    [Theory]
    [InlineData("budget", "[]")]
    [InlineData("budget", "{")]
    [InlineData("pauses", "7")]
    public async Task A_damaged_row_is_named_and_nothing_is_changed(string key, string json)
    {
        var damaged = FirstEditionFiles.Rows.ToDictionary(StringComparer.Ordinal);
        damaged[key] = json;
        await Store.WriteFirstEditionAsync(Partition, damaged);

        (await Store.Open(partition: null).InitializeAsync(Token)).Why().Should().Contain($"the row {key} is not as the first edition writes it");

        (await RowsAsync(Store.Open(partition: null, LedgerAccess.ReadOnly))).Values.Select(row => KeyValuePair.Create(row.Key, row.Json))
            .Should().BeEquivalentTo(damaged);
    }

    public sealed class OnSqlite() : CarryOverContract(new SqliteTestStore());

    public sealed class OnTables(AzuriteFixture azurite) : CarryOverContract(new TablesTestStore(azurite));
}
