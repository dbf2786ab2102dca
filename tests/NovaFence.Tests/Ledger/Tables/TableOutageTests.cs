using Azure.Data.Tables;
using Microsoft.Extensions.Time.Testing;
using NovaFence.Core.Ledger;
using NovaFence.Ledger.Tables;
using NovaFence.Ledger.Tests.Contract;

namespace NovaFence.Ledger.Tests.Tables;

public sealed class TableOutageTests : IAsyncLifetime
{
    private const string Secret = "c2VjcmV0c2VjcmV0c2VjcmV0";

    private static readonly LedgerEvent Entry = new("a", DateTimeOffset.UnixEpoch, "1", "{}");
    private static readonly LedgerCommit Insert = new([new RowWrite("host:A", "{}", null)], [Entry]);

    private readonly AzuriteFixture _azurite;
    private readonly TablesTestStore _store;

    public TableOutageTests(AzuriteFixture azurite)
    {
        _azurite = azurite;
        _store = new TablesTestStore(azurite);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => (await _store.Open().InitializeAsync(Token)).Value();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_store_that_is_away_is_unavailable_and_found_again_when_it_is_back()
    {
        await using var relay = new Relay(_azurite.Port);
        var ledger = _store.Open(AzuriteFixture.ConnectionStringThrough(relay.Port), "RegionOne", TimeSpan.FromSeconds(20));
        (await ledger.ReadAllAsync(Token)).Value().Should().BeEmpty();

        relay.Mode = RelayMode.Cut;
        foreach (var why in await Task.WhenAll(Failures(ledger)))
            why.Should().Contain("127.0.0.1").And.Contain("could not be reached");

        relay.Mode = RelayMode.Open;
        (await ledger.CommitAsync(Insert, Token)).Versions().Should().HaveCount(1);
    }

    [Fact]
    public async Task A_store_that_hangs_is_unavailable_after_the_timeout_and_found_again_when_it_answers()
    {
        var clock = new FakeTimeProvider();
        var timeout = TimeSpan.FromSeconds(60);
        await using var relay = new Relay(_azurite.Port);
        var ledger = _store.Open(AzuriteFixture.ConnectionStringThrough(relay.Port), "RegionOne", timeout, clock);
        (await ledger.ReadAllAsync(Token)).Value().Should().BeEmpty();

        relay.Mode = RelayMode.Mute;
        var failures = Failures(ledger).ToList();
        clock.Advance(timeout);
        foreach (var why in await Task.WhenAll(failures))
            why.Should().Contain("127.0.0.1").And.Contain("did not answer within 60 s");

        relay.Mode = RelayMode.Open;
        (await ledger.CommitAsync(Insert, Token)).Versions().Should().HaveCount(1);
    }

    [Fact]
    public async Task Who_waits_for_a_store_that_hangs_can_give_up()
    {
        await using var relay = new Relay(_azurite.Port) { Mode = RelayMode.Mute };
        var ledger = _store.Open(AzuriteFixture.ConnectionStringThrough(relay.Port), "RegionOne", TimeSpan.FromSeconds(60));
        using var patience = new CancellationTokenSource();

        var commit = ledger.CommitAsync(Insert, patience.Token);
        await patience.CancelAsync();

        await FluentActions.Awaiting(() => commit).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Nobody_listening_is_told_apart_from_a_name_that_does_not_exist()
    {
        (await Open("127.0.0.1", Ports.Free()).CommitAsync(Insert, Token)).Why().Should().Contain("ConnectionRefused");
        (await Open("nowhere.invalid", 80).CommitAsync(Insert, Token)).Why()
            .Should().Contain("nowhere.invalid").And.Contain("could not be reached");
    }

    [Fact]
    public async Task A_commit_whose_answer_is_lost_finds_its_own_work_and_says_conflict()
    {
        await using var relay = new Relay(_azurite.Port);
        var ledger = _store.Open(AzuriteFixture.ConnectionStringThrough(relay.Port), "RegionOne", TimeSpan.FromSeconds(20));
        (await ledger.DescribeAsync(Token)).Value().Partition.Should().Be("RegionOne");

        relay.Mode = RelayMode.LoseReply;
        (await ledger.CommitAsync(Insert, Token)).ShouldBeConflict();
        relay.Mode.Should().Be(RelayMode.Open, "an answer was lost");
        var row = (await ledger.ReadAsync(["host:A"], Token)).Value().Should().ContainSingle().Which;
        (await ledger.ReadEventsAsync("a", 10, Token)).Value().Should().ContainSingle();

        relay.Mode = RelayMode.LoseReply;
        (await ledger.CommitAsync(new LedgerCommit([new RowWrite("host:A", "2", row.Version)], []), Token)).ShouldBeConflict();
        (await ledger.ReadAsync(["host:A"], Token)).Value().Should().ContainSingle().Which.Json.Should().Be("2");
    }

    [Fact]
    public async Task A_missing_table_is_not_a_ledger_without_records()
    {
        await using var another = new TablesTestStore(_azurite);
        var ledger = another.Open();

        (await ledger.ReadAsync(["host:A"], Token)).Why().Should().Contain("no such table");
        (await ledger.ReadAllAsync(Token)).Why().Should().Contain("no such table");
        (await ledger.ReadEventsAsync("a", 1, Token)).Why().Should().Contain("no such table");
        (await ledger.RemoveEventsAsync(DateTimeOffset.MaxValue, 1, Token)).Why().Should().Contain("no such table");
        LedgerCommit[] commits =
        [
            Insert,
            new([], [Entry]),
            new([new RowWrite("host:A", "{}", "W/\"1\"")], []),
            new([new RowWrite("host:A", null, "W/\"1\"")], []),
        ];
        foreach (var commit in commits)
            (await ledger.CommitAsync(commit, Token)).Why().Should().Contain("no such table");

        (await ledger.InitializeAsync(Token)).Value();
        (await ledger.CommitAsync(Insert, Token)).Versions().Should().HaveCount(1);
    }

    [Fact]
    public async Task A_proxy_s_page_is_neither_a_missing_row_nor_a_lost_race()
    {
        await using var relay = new Relay(_azurite.Port);
        var ledger = _store.Open(AzuriteFixture.ConnectionStringThrough(relay.Port), "RegionOne", TimeSpan.FromSeconds(20));
        var version = (await ledger.CommitAsync(Insert, Token)).Versions()["host:A"];

        relay.Mode = RelayMode.Page;
        foreach (var why in await Task.WhenAll(Failures(ledger)))
            why.Should().Contain("404");
        foreach (var json in (string?[])["2", null])
            (await ledger.CommitAsync(new LedgerCommit([new RowWrite("host:A", json, version)], []), Token)).Why().Should().Contain("404");
        var cold = _store.Open(AzuriteFixture.ConnectionStringThrough(relay.Port), "RegionOne", TimeSpan.FromSeconds(20));
        (await cold.InitializeAsync(Token)).Why().Should().Contain("404");

        relay.Mode = RelayMode.Open;
        (await ledger.ReadAsync(["host:A"], Token)).Value().Should().ContainSingle().Which.Version.Should().Be(version);
    }

    [Fact]
    public async Task A_wrong_key_is_said_and_not_shown()
    {
        var ledger = _store.Open(
            "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;"
            + $"AccountKey={Secret};TableEndpoint=http://127.0.0.1:{_azurite.Port}/devstoreaccount1",
            "RegionOne",
            TimeSpan.FromSeconds(20));

        string[] sentences = [(await ledger.CommitAsync(Insert, Token)).Why(), (await ledger.ReadAllAsync(Token)).Why()];

        sentences.Should().OnlyContain(why => why.Contains("refuses these credentials (403") && !why.Contains(Secret));
    }

    [Fact]
    public async Task A_signature_in_the_address_is_never_shown()
    {
        string[] addresses = [$"http://127.0.0.1:{_azurite.Port}/devstoreaccount1", $"http://127.0.0.1:{Ports.Free()}/devstoreaccount1"];
        foreach (var address in addresses)
        {
            var ledger = _store.Open($"TableEndpoint={address};SharedAccessSignature=sv=2020-12-06&sig={Secret}", "p", TimeSpan.FromSeconds(1));

            (await ledger.CommitAsync(Insert, Token)).Why().Should().NotContain(Secret).And.NotContain("sig=");
            (await ledger.ReadAllAsync(Token)).Why().Should().NotContain(Secret).And.NotContain("sig=");
        }
    }

    [Fact]
    public async Task A_row_that_somebody_else_put_into_the_partition_is_not_read_as_a_record()
    {
        await using var another = new TablesTestStore(_azurite);
        var ledger = another.Open();
        (await ledger.InitializeAsync(Token)).Value();
        await new TableClient(_azurite.ConnectionString, another.Table).AddEntityAsync(new TableEntity("RegionOne", "host:X"), Token);

        (await ledger.ReadAllAsync(Token)).Value().Should().ContainSingle(row => row.Key == "host:X" && row.Json == "", "it holds nothing that could be acted on, and the host is held");
    }

    [Fact]
    public async Task Columns_for_people_say_what_a_row_is()
    {
        await using var another = new TablesTestStore(_azurite);
        var ledger = another.Open();
        (await ledger.InitializeAsync(Token)).Value();
        var commit = new LedgerCommit(
            [new RowWrite("host:A", "{}", null, "down"), new RowWrite("budget", "{}", null, "1 of 3")], [Entry]);
        (await ledger.CommitAsync(commit, Token)).Versions();

        var rows = await new TableClient(_azurite.ConnectionString, another.Table)
            .QueryAsync<TableEntity>(cancellationToken: Token).ToListAsync(Token);

        rows.Select(row => (row.GetString("Kind"), row.GetString("Summary")))
            .Should().BeEquivalentTo(
            [
                ("schema", "written by edition 2, readable from edition 2 on"), ("host", "down"), ("budget", "1 of 3"), ("event", (string?)null),
            ]);
    }

    /// <summary>Everything that a ledger can be asked, at once.</summary>
    private static IEnumerable<Task<string>> Failures(TableLedger ledger)
    {
        yield return Why(ledger.ReadAllAsync(Token));
        yield return Why(ledger.ReadAsync(["host:A"], Token));
        yield return Why(ledger.ReadEventsAsync("a", 1, Token));
        yield return Why(ledger.RemoveEventsAsync(DateTimeOffset.MaxValue, 1, Token));
        yield return Why(ledger.InitializeAsync(Token));
        yield return WhyNot(ledger.CommitAsync(Insert, Token));

        static async Task<string> Why<T>(Task<LedgerResult<T>> result) => (await result).Why();
        static async Task<string> WhyNot(Task<CommitResult> result) => (await result).Why();
    }

    private TableLedger Open(string host, int port) => _store.Open(
        $"DefaultEndpointsProtocol=http;AccountName=a;AccountKey={Secret};TableEndpoint=http://{host}:{port}/a", "p", TimeSpan.FromSeconds(20));
}
