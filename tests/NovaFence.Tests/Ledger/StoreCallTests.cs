using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.Time.Testing;
using NovaFence.Ledger.Sqlite;
using NovaFence.Ledger.Tables;

namespace NovaFence.Ledger.Tests;

/// <summary>A call to a store ends with a value, or, where the caller gives up, with the caller's own cancellation.</summary>
public sealed class StoreCallTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task A_caller_who_gives_up_while_the_sdk_tries_again_gets_a_sentence()
    {
        using var caller = new CancellationTokenSource();
        var options = new TableClientOptions { Transport = new SecondTryEndsWithTheCaller(caller), Retry = { Delay = TimeSpan.FromMilliseconds(1) } };
        var table = new TableClient(new Uri("https://nowhere.invalid"), "NovaFence", new TableSharedKeyCredential("a", "a2V5"), options);

        var why = await OnTables().RunAsync(
            async token =>
            {
                await table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: token);
                return "";
            },
            sentence => sentence,
            caller.Token);

        why.Should().StartWith("The store");
    }

    public static TheoryData<Exception> OfTables { get; } =
    [
        new AggregateException(new IOException("cut"), new TaskCanceledException()),
        new AggregateException(new TaskCanceledException()),
        new Azure.RequestFailedException("cut"),
        new IOException("cut"),
        new ObjectDisposedException("handler"),
        new InvalidDataException("not a batch"),
        new TimeoutException(),
        new UnfitStoreException("holds several partitions."),
    ];

    [Theory]
    [MemberData(nameof(OfTables), DisableDiscoveryEnumeration = true)]
    public async Task No_exception_of_a_table_leaves_the_call_whenever_the_callers_token_ends(Exception fault)
    {
        (await EndingAsync(OnTables(), fault, callerEnds: true)).Should().StartWith("The store ");
        (await EndingAsync(OnTables(), fault, callerEnds: false)).Should().StartWith("The store ");
    }

    public static TheoryData<Exception> OfFiles { get; } =
    [
        new Microsoft.Data.Sqlite.SqliteException("interrupted", SQLitePCL.raw.SQLITE_INTERRUPT),
        new FormatException("A key in the ledger ends within an escape."),
        new IOException("away"),
        new ObjectDisposedException("semaphore"),
        new TimeoutException(),
        new UnfitStoreException("is a SQLite database of something else."),
    ];

    [Theory]
    [MemberData(nameof(OfFiles), DisableDiscoveryEnumeration = true)]
    public async Task No_exception_of_a_file_leaves_the_call_whenever_the_callers_token_ends(Exception fault)
    {
        (await EndingAsync(OnFile(), fault, callerEnds: true)).Should().StartWith("The ");
        (await EndingAsync(OnFile(), fault, callerEnds: false)).Should().StartWith("The ");
    }

    [Fact]
    public async Task A_cancellation_of_nobody_is_an_answer_that_did_not_come()
    {
        (await EndingAsync(OnTables(), new TaskCanceledException(), callerEnds: false)).Should().Contain("did not answer in time");
        (await EndingAsync(OnFile(), new TaskCanceledException(), callerEnds: false)).Should().Contain("did not answer in time");
    }

    [Fact]
    public async Task The_callers_own_cancellation_is_passed_on() =>
        await FluentActions.Awaiting(() => EndingAsync(OnTables(), new TaskCanceledException(), callerEnds: true))
            .Should().ThrowAsync<OperationCanceledException>();

    [Fact]
    public async Task A_defect_is_seen() =>
        await FluentActions.Awaiting(() => EndingAsync(OnTables(), new NotSupportedException(), callerEnds: true))
            .Should().ThrowAsync<NotSupportedException>();

    private StoreCall OnTables() => new("The store", TimeSpan.FromSeconds(20), _clock, fault => TableFault.Explain(fault, "The store"));

    private StoreCall OnFile() => new("The store", TimeSpan.FromSeconds(20), _clock, fault => SqliteFault.Explain(fault, "/ledger.db"));

    private static async Task<string> EndingAsync(StoreCall call, Exception fault, bool callerEnds)
    {
        using var caller = new CancellationTokenSource();
        return await call.RunAsync<string>(
            async _ =>
            {
                if (callerEnds)
                    await caller.CancelAsync();
                throw fault;
            },
            why => why,
            caller.Token);
    }

    private sealed class SecondTryEndsWithTheCaller(CancellationTokenSource caller) : HttpPipelineTransport
    {
        private int _tries;

        public override Request CreateRequest() => HttpClientTransport.Shared.CreateRequest();

        public override void Process(HttpMessage message) => throw new NotSupportedException();

        public override async ValueTask ProcessAsync(HttpMessage message)
        {
            if (++_tries == 1)
                throw new IOException("cut");
            await caller.CancelAsync();
            message.CancellationToken.ThrowIfCancellationRequested();
        }
    }
}
