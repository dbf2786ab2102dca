using System.Globalization;
using NovaFence.Core.Ledger;

namespace NovaFence.Ledger.Tests.Contract;

[Thorough]
public abstract class RaceContract : LedgerContract
{
    private const int Tasks = 20;
    private static readonly int IncrementsEach = Thorough.Of(3, 10);
    private const int Budget = 3;

    private protected RaceContract(ITestStore store)
        : base(store) { }

    [Fact]
    public async Task Racing_increments_over_two_instances_lose_none()
    {
        await InsertAsync("counter", "0");
        ILedger[] instances = [Ledger, OpenAnother()];

        await Task.WhenAll(Enumerable.Range(0, Tasks).Select(async racer =>
        {
            for (var step = 0; step < IncrementsEach; step++)
                await IncrementAsync(instances[racer % 2], $"{racer}-{step}");
        }));

        (await FindAsync("counter"))!.Json.Should().Be($"{Tasks * IncrementsEach}");
        (await EventsAsync("counter")).Should().HaveCount(Tasks * IncrementsEach, "an event is stored with its increment or not at all");
    }

    [Fact]
    public async Task Hosts_that_race_for_a_budget_over_two_instances_never_exceed_it()
    {
        await InsertAsync("budget", "");
        ILedger[] instances = [Ledger, OpenAnother()];

        await Task.WhenAll(Enumerable.Range(0, Tasks).Select(host => ReserveAsync(instances[host % 2], $"{host}")));

        var down = (await FindAsync("budget"))!.Json.Split(',', StringSplitOptions.RemoveEmptyEntries);
        down.Should().HaveCount(Budget);
        (await AllAsync()).Select(row => row.Key).Should().BeEquivalentTo([.. down.Select(host => $"host:{host}"), "budget"]);
    }

    [Fact]
    public async Task Of_many_who_insert_the_same_row_one_succeeds()
    {
        var results = await Task.WhenAll(
            Enumerable.Range(0, Tasks).Select(n => CommitAsync(new RowWrite("host:A", $"{n}", null))));

        results.OfType<CommitResult.Committed>().Should().ContainSingle();
        results.OfType<CommitResult.Conflict>().Should().HaveCount(Tasks - 1);
    }

    private static async Task IncrementAsync(ILedger ledger, string id)
    {
        while (true)
        {
            var row = (await ledger.ReadAsync(["counter"], Token)).Value().Single();
            var next = int.Parse(row.Json, CultureInfo.InvariantCulture) + 1;
            var result = await ledger.CommitAsync(
                new LedgerCommit(
                    [new RowWrite("counter", $"{next}", row.Version)], [new LedgerEvent("counter", DateTimeOffset.UnixEpoch, id, "{}")]),
                Token);
            if (result is CommitResult.Committed)
                return;
            result.ShouldBeConflict();
        }
    }

    private static async Task ReserveAsync(ILedger ledger, string host)
    {
        while (true)
        {
            var budget = (await ledger.ReadAsync(["budget"], Token)).Value().Single();
            var down = budget.Json.Split(',', StringSplitOptions.RemoveEmptyEntries);
            if (down.Length >= Budget)
                return;
            var result = await ledger.CommitAsync(
                new LedgerCommit(
                    [new RowWrite("budget", string.Join(',', [.. down, host]), budget.Version), new RowWrite($"host:{host}", "{}", null)],
                    []),
                Token);
            if (result is CommitResult.Committed)
                return;
            result.ShouldBeConflict();
        }
    }

    public sealed class OnSqlite() : RaceContract(new SqliteTestStore());

    public sealed class OnTables(AzuriteFixture azurite) : RaceContract(new TablesTestStore(azurite));
}
