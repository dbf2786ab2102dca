using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;

namespace NovaFence.Core.Tests.Hosts;

/// <summary>One alert of a host ends while another begins.</summary>
public sealed class TogetherTests : IAsyncLifetime
{
    private Installation _given = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _given = await Installation.CreateAsync(Stop);

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Fact]
    public async Task An_unset_is_not_sent_where_the_same_commit_takes_in_an_alert_that_wants_the_host_down()
    {
        await _given.DeliverAsync(_given.Alert("compute1", "f1"), Stop);
        var reached = _given.Ledger.Close();
        var before = _given.DeliverAsync(_given.Alert("compute2", "f2"), Stop);
        await reached;

        var ends = _given.DeliverAsync(_given.Alert("compute1", "f1", AlertStatus.Resolved), Stop);
        var begins = _given.DeliverAsync(_given.Alert("compute1", "f3"), Stop);
        _given.Ledger.Open();

        await before;
        (await ends).Should().BeEquivalentTo(new { Verdict = new { Kind = VerdictKind.Recorded }, State = HostState.Down, MayPass = false });
        (await begins).State.Should().Be(HostState.Down);
        _given.Cloud.Puts.Where(put => put.Host == "compute1").Should().Equal(("compute1", true));
        (await _given.DeliverAsync(_given.Alert("compute1", "f3", AlertStatus.Resolved), Stop)).State.Should().Be(HostState.Clear);
    }
}
