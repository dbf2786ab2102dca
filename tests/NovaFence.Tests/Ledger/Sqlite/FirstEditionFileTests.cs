using NovaFence.Ledger.Tests.Contract;

namespace NovaFence.Ledger.Tests.Sqlite;

/// <summary>The file that the first edition made.</summary>
public sealed class FirstEditionFileTests : IAsyncDisposable
{
    private static readonly string[] Copies = ["places", "pauses2"];

    private readonly SqliteTestStore _store = new();

    public FirstEditionFileTests() => File.Copy(FirstEditionFiles.Ledger, _store.Path);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task It_holds_the_rows_that_are_written_beside_it()
    {
        var ledger = _store.Open(partition: null, LedgerAccess.ReadOnly);

        (await ledger.ReadAllAsync(Token)).Value().ToDictionary(row => row.Key, row => row.Json, StringComparer.Ordinal)
            .Should().BeEquivalentTo(FirstEditionFiles.Rows);
        (await ledger.DescribeAsync(Token)).Value().Written.Should().Be(1);
    }

    [Fact]
    public async Task It_is_opened_with_its_rows_and_events()
    {
        var ledger = _store.Open(partition: null);

        (await ledger.InitializeAsync(Token)).Value();

        (await ledger.ReadAllAsync(Token)).Value().Select(row => row.Key).Should().BeEquivalentTo([.. FirstEditionFiles.Rows.Keys, .. Copies]);
        (await ledger.ReadEventsAsync("compute2", 100, Token)).Value().Should().HaveCount(4);
        (await ledger.DescribeAsync(Token)).Value().Should().BeEquivalentTo(new LedgerDescription
        {
            Place = $"the file {_store.Path}",
            Partition = FirstEditionFiles.Partition,
            Choice = PartitionChoice.Only,
            PartitionHasRows = true,
            Written = 2,
            CarriedOver = true,
        });
    }

    [Fact]
    public async Task Every_partition_of_a_file_is_carried_over_with_it()
    {
        await _store.WriteFirstEditionAsync("other", FirstEditionFiles.Rows);

        (await _store.Open("other").InitializeAsync(Token)).Value();

        foreach (var partition in (string[])["other", FirstEditionFiles.Partition])
            (await _store.Open(partition).ReadAsync([.. Copies], Token)).Value().Should().HaveCount(2);
    }

    [Fact]
    public async Task It_is_carried_over_only_once_nobody_writes_to_it()
    {
        using (var other = _store.Connect())
        {
            using var command = other.CreateCommand();
            command.CommandText = "BEGIN IMMEDIATE";
            command.ExecuteNonQuery();

            (await _store.Open(partition: null).InitializeAsync(Token)).Why().Should().Contain("is locked by another process");
        }

        (await _store.Open(partition: null).InitializeAsync(Token)).Value();
    }
}
