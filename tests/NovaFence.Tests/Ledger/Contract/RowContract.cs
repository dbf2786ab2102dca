using NovaFence.Core.Ledger;

namespace NovaFence.Ledger.Tests.Contract;

public abstract class RowContract : LedgerContract
{
    private protected RowContract(ITestStore store)
        : base(store) { }

    [Fact]
    public async Task Reading_some_keys_gives_the_rows_there_are_each_once()
    {
        await InsertAsync("host:A");
        await InsertAsync("host:B");
        await InsertAsync("host:C");

        var rows = (await Ledger.ReadAsync(["host:C", "host:NONE", "host:A", "host:C"], Token)).Value();

        rows.Select(row => row.Key).Should().BeEquivalentTo("host:A", "host:C");
    }

    [Fact]
    public async Task Reading_no_keys_gives_no_rows()
    {
        (await Ledger.ReadAsync([], Token)).Value().Should().BeEmpty();
    }

    [Fact]
    public async Task Many_keys_are_read_at_once()
    {
        await CommitAsync([.. Enumerable.Range(0, 100).Select(n => new RowWrite($"host:{n}", $"{n}", null))]);

        var rows = (await Ledger.ReadAsync([.. Enumerable.Range(0, 200).Select(n => $"host:{n}")], Token)).Value();

        rows.Should().HaveCount(100).And.OnlyContain(row => row.Key == "host:" + row.Json);
    }

    [Fact]
    public async Task More_rows_than_a_page_of_the_store_are_all_read()
    {
        for (var batch = 0; batch < 11; batch++)
            await CommitAsync([.. Enumerable.Range(batch * 100, 100).Select(n => new RowWrite($"host:{n}", "{}", null))]);

        // Sorted and equal: to be equivalent, each would be compared with each.
        (await AllAsync()).Select(row => row.Key).Order(StringComparer.Ordinal).Should().Equal(Enumerable.Range(0, 1100).Select(n => $"host:{n}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_row_is_read_as_it_is_by_now_whatever_was_read_before()
    {
        var versions = (await CommitAsync([.. "bdfh".Select(letter => new RowWrite($"host:{letter}", "1", null))])).Versions();
        (await AllAsync()).Should().HaveCount(4);

        var another = OpenAnother();
        RowWrite[] writes =
        [
            new("host:a", "2", null),
            new("host:b", null, versions["host:b"]),
            new("host:d", "2", versions["host:d"]),
            new("host:e", "2", null),
            new("host:h", null, versions["host:h"]),
            new("host:i", "2", null),
        ];
        (await another.CommitAsync(new LedgerCommit(writes, []), Token)).Versions();
        // Removed and made again, so that only its version tells it from the one before.
        (await another.CommitAsync(new LedgerCommit([new RowWrite("host:b", "1", null)], []), Token)).Versions();

        for (var time = 0; time < 2; time++)
        {
            (await AllAsync()).Select(row => (row.Key, row.Json)).Should().BeEquivalentTo(
                [("host:a", "2"), ("host:b", "1"), ("host:d", "2"), ("host:e", "2"), ("host:f", "1"), ("host:i", "2")]);
            (await AllAsync()).Should().BeEquivalentTo((await another.ReadAllAsync(Token)).Value(), "the versions are those of now too");
        }
    }

    public static TheoryData<string> OddKeys { get; } =
    [
        "host:COMPUTE1.EXAMPLE", "a/b", "a\\b", "a#b", "a?b", "a%b", "a%2Fb", "a+b", "a b", " a ", "a'b", "a''b",
        "a\"b", "a=b", "==", "~", "~a~", "a&b", "a,b)", ".", "..", "$batch", "unresolved:<script>",
        "\u0000", "a\u0000b", "\t\r\n", "\u007f\u0085", "ä", "日本", "🔥", "\ud800", "a\udc00", "%", "'",
        new string('/', 300), new string('日', 300), new string('x', 300),
    ];

    [Theory]
    [MemberData(nameof(OddKeys), DisableDiscoveryEnumeration = true)]
    public async Task A_key_may_be_any_text(string key)
    {
        var first = await InsertAsync(key);
        (await FindAsync(key)).Should().Be(new LedgerRow(key, """{"n":1}""", first));

        var second = (await CommitAsync(new RowWrite(key, "2", first))).Versions()[key];
        (await AllAsync()).Should().Equal(new LedgerRow(key, "2", second));

        var both = await CommitAsync(new RowWrite(key, "3", second), new RowWrite("other", "{}", null));
        (await CommitAsync(new RowWrite(key, null, both.Versions()[key]))).Versions();
        (await AllAsync()).Select(row => row.Key).Should().Equal("other");
    }

    [Fact]
    public async Task Keys_that_differ_at_all_are_different_rows()
    {
        string[] keys =
        [
            "a", "A", "a ", "a/", "a=2F", "a%2F", "\ud800", "\ud801", "ä", "a\u0308", "a\u0000", "",
            new string('/', 300), new string('/', 299) + "#", new string('/', 299),
        ];
        var writes = keys.Where(key => key.Length > 0).Select((key, n) => new RowWrite(key, $"{n}", null)).ToArray();

        (await CommitAsync(writes)).Versions().Should().HaveCount(writes.Length);

        (await AllAsync()).Select(row => (row.Key, row.Json)).Should().BeEquivalentTo(writes.Select(write => (write.Key, write.Json)));
    }

    public static TheoryData<string> OddJson { get; } =
    [
        "", "{}", """{"name":"日本 🔥 äöü \u0000 \ud83d"}""", "{\r\n\t\"a\": 1\r\n}", "plain 'text' \\ with \"quotes\"",
        new string('x', LedgerCommit.MaxJsonLength), new string('日', LedgerCommit.MaxJsonLength), new string('"', LedgerCommit.MaxJsonLength),
    ];

    [Theory]
    [MemberData(nameof(OddJson), DisableDiscoveryEnumeration = true)]
    public async Task Json_comes_back_as_it_was_written(string json)
    {
        await InsertAsync("host:A", json);
        (await CommitAsync(new RowWrite("host:B", json, null), new RowWrite("host:C", json, null))).Versions();

        (await AllAsync()).Should().HaveCount(3).And.OnlyContain(row => row.Json == json);
    }

    [Theory]
    [InlineData("down since 12:00 by Alertmanager")]
    [InlineData("\u0000\u001b[31m\r\n\ud800 日本 '\"%")]
    [InlineData(null)]
    public async Task No_summary_stands_in_the_way_of_a_commit(string? summary)
    {
        var write = new RowWrite("host:A", "{}", null, summary ?? new string('x', 5000));

        (await CommitAsync(write)).Versions().Should().HaveCount(1);
    }

    public sealed class OnSqlite() : RowContract(new SqliteTestStore());

    public sealed class OnTables(AzuriteFixture azurite) : RowContract(new TablesTestStore(azurite));
}
