using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using NovaFence.Core.Ledger;
using NovaFence.Ledger.Tables;
using NovaFence.Ledger.Tests.Contract;

namespace NovaFence.Ledger.Tests.Tables;

public sealed class TableEventRemovalTests(AzuriteFixture azurite) : IAsyncDisposable
{
    private readonly TablesTestStore _store = new(azurite);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task An_event_that_is_gone_before_the_transaction_does_not_keep_the_others()
    {
        var ledger = _store.Open();
        (await ledger.InitializeAsync(Token)).Value();
        LedgerEvent[] events = [.. Enumerable.Range(0, 20).Select(n => new LedgerEvent("a", DateTimeOffset.UnixEpoch.AddDays(n), "1", "{}"))];
        (await ledger.CommitAsync(new LedgerCommit([], events), Token)).Versions();
        var settings = new TableClientOptions();
        settings.AddPolicy(
            new BeforeATransaction(async () => (await ledger.RemoveEventsAsync(DateTimeOffset.UnixEpoch.AddDays(1), 1, Token)).Value().Should().Be(1)),
            HttpPipelinePosition.PerCall);
        var walk = new TableEventRemoval(new TableClient(azurite.ConnectionString, _store.Table, settings), "RegionOne", DateTimeOffset.MaxValue, 100);

        while (!walk.IsOver)
            await walk.StepAsync(Token);

        walk.Removed.Should().Be(19);
        (await ledger.ReadEventsAsync("a", 1, Token)).Value().Should().BeEmpty();
    }

    [Fact]
    public async Task A_row_of_somebody_else_among_the_events_is_left_and_keeps_no_other()
    {
        var ledger = _store.Open();
        (await ledger.InitializeAsync(Token)).Value();
        await new TableClient(azurite.ConnectionString, _store.Table).AddEntityAsync(new TableEntity("RegionOne", "~notes"), Token);

        (await ledger.CommitAsync(new LedgerCommit([], [new LedgerEvent("z", DateTimeOffset.UnixEpoch, "1", "1")]), Token)).Versions();

        (await ledger.RemoveEventsAsync(DateTimeOffset.MaxValue, 100, Token)).Value().Should().Be(1);
    }

    /// <summary>Somebody else is a moment faster.</summary>
    private sealed class BeforeATransaction(Func<Task> act) : HttpPipelinePolicy
    {
        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            if (message.Request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal))
                await act();
            await ProcessNextAsync(message, pipeline);
        }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();
    }
}
