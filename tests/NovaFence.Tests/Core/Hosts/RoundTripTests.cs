using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;

namespace NovaFence.Core.Tests.Hosts;

/// <summary>What a delivery costs of the ledger: each is a round trip on which a host's fencing waits.</summary>
public sealed class RoundTripTests : IAsyncLifetime
{
    private Installation _given = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _given = await Installation.CreateAsync(Stop);
        await _given.DeliverAsync(_given.Alert("compute9", "before"), Stop);
    }

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Fact]
    public async Task A_force_down_is_an_intent_and_an_outcome_and_no_reading()
    {
        var cost = await CostAsync(() => _given.DeliverAsync(_given.Alert("compute1", "f1"), Stop), HostState.Down);

        cost.Should().Be((2, 0));
    }

    [Fact]
    public async Task An_unset_is_the_event_an_intent_and_an_outcome_and_no_reading()
    {
        await _given.DeliverAsync(_given.Alert("compute1", "f1", ago: TimeSpan.FromMinutes(1)), Stop);

        var cost = await CostAsync(() => _given.DeliverAsync(_given.Alert("compute1", "f1", AlertStatus.Resolved), Stop), HostState.Clear);

        cost.Should().Be((3, 0));
    }

    [Fact]
    public async Task What_another_instance_did_meanwhile_is_read_where_nothing_was_done()
    {
        await _given.DeliverAsync(_given.Alert("compute1", "f1"), Stop);

        var cost = await CostAsync(() => _given.DeliverAsync(_given.Alert("compute1", "f1", AlertStatus.Resolved, ago: TimeSpan.FromHours(1)), Stop), HostState.Down);

        cost.Reads.Should().BeGreaterThan(0, "an answer that rests on what was not written must not rest on memory alone");
    }

    private async Task<(int Commits, int Reads)> CostAsync(Func<Task<Outcome>> deliver, HostState state)
    {
        var (commits, reads) = (_given.Ledger.Commits.Count, _given.Ledger.Reads.Count + _given.Ledger.WholeReads);
        (await deliver()).State.Should().Be(state);
        return (_given.Ledger.Commits.Count - commits, _given.Ledger.Reads.Count + _given.Ledger.WholeReads - reads);
    }
}
