using System.Diagnostics;
using NovaFence.Core.Ledger;
using NovaFence.Ledger.Tests.Contract;

namespace NovaFence.Ledger.Tests;

/// <summary>What a commit costs, one after the other as on the hot path. A measurement, for <c>dotnet test -c Release</c>.</summary>
[NeedsVariable("NOVAFENCE_COMMIT_COSTS", "to measure what a commit costs")]
public sealed class CommitCosts(AzuriteFixture azurite, ITestOutputHelper output)
{
    private const int Commits = 1000;

    private static readonly string Json = $$"""{"state":"down","alerts":["{{new string('x', 1200)}}"]}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task On_sqlite(bool durable)
    {
        await using var store = new SqliteTestStore();
        await MeasureAsync(durable ? "SQLite, durable" : "SQLite, not durable", store.Open(), durable);
    }

    [Fact]
    public async Task On_azurite()
    {
        await using var store = new TablesTestStore(azurite);
        await MeasureAsync("Azurite", store.Open(), durable: true);
    }

    private async Task MeasureAsync(string store, ILedger ledger, bool durable)
    {
        (await ledger.InitializeAsync(Token)).Value();
        foreach (var keys in (string[][])[[], ["host:A"], ["host:A", "budget"]])
        {
            // The first round warms up.
            await RunAsync(ledger, keys, durable, "warm");
            var commits = await RunAsync(ledger, keys, durable, "run");
            Print($"{store}, commit of {keys.Length} row(s) + 1 event", commits);
        }

        List<TimeSpan> reads = [];
        for (var n = 0; n < Commits; n++)
            reads.Add(await TimeAsync(async () => (await ledger.ReadAsync(["host:A", "budget"], Token)).Value()));
        Print($"{store}, read of 2 rows", reads);
    }

    private static async Task<List<TimeSpan>> RunAsync(ILedger ledger, string[] keys, bool durable, string round)
    {
        var rows = (await ledger.ReadAsync(keys, Token)).Value();
        IReadOnlyDictionary<string, string> versions = rows.ToDictionary(row => row.Key, row => row.Version, StringComparer.Ordinal);
        List<TimeSpan> times = [];
        for (var n = 0; n < Commits; n++)
        {
            var commit = new LedgerCommit(
                [.. keys.Select(key => new RowWrite(key, Json, versions.GetValueOrDefault(key), "down"))],
                [new LedgerEvent("A", DateTimeOffset.UtcNow, $"{round}-{keys.Length}-{n}", Json)],
                durable);
            times.Add(await TimeAsync(async () => versions = (await ledger.CommitAsync(commit, Token)).Versions()));
        }

        return times;
    }

    private static async Task<TimeSpan> TimeAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started);
    }

    private void Print(string what, List<TimeSpan> times)
    {
        times.Sort();
        output.WriteLine(FormattableString.Invariant(
            $"{what}: p50 {At(0.5):0.000} ms, p95 {At(0.95):0.000} ms, p99 {At(0.99):0.000} ms, worst {At(1):0.000} ms"));

        double At(double share) => times[(int)Math.Min(share * times.Count, times.Count - 1)].TotalMilliseconds;
    }
}
