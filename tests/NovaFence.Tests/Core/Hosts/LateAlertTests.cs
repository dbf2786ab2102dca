using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;

namespace NovaFence.Core.Tests.Hosts;

/// <summary>Events that come when a newer one of the same alert is known, or could have been.</summary>
public sealed class LateAlertTests : IAsyncLifetime
{
    private Installation _given = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _given = await Installation.CreateAsync(Stop);

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Fact]
    public async Task A_stale_one_does_not_take_the_place_of_a_newer_resolved()
    {
        await _given.DeliverAsync(Paged(AlertStatus.Resolved, TimeSpan.FromMinutes(1)), Stop);
        (await _given.DeliverAsync(Paged(AlertStatus.Firing, TimeSpan.FromHours(1)), Stop)).Verdict.Kind.Should().Be(VerdictKind.Held);

        var outcome = await _given.DeliverAsync(Paged(AlertStatus.Firing, TimeSpan.FromMinutes(2)), Stop);

        outcome.Verdict.Text.Should().StartWith(Reason.Superseded.Title());
        _given.Cloud.Puts.Should().BeEmpty();
    }

    [Fact]
    public async Task A_resolved_one_whose_host_cannot_be_looked_up_is_asked_for_again()
    {
        _given.Cloud.ListsNothing = true;
        var resolved = _given.Paged("compute1", "f1", AlertStatus.Resolved);

        (await _given.DeliverAsync(resolved, Stop)).Should().BeEquivalentTo(new { Verdict = new { Kind = VerdictKind.Failed }, MayPass = true });

        _given.Cloud.ListsNothing = false;
        (await _given.DeliverAsync(resolved, Stop)).MayPass.Should().BeFalse();
        (await _given.DeliverAsync(_given.Paged("compute1", "f1", ago: TimeSpan.FromMinutes(1)), Stop)).Verdict.Reason.Should().Be(Reason.Superseded);
    }

    private AlertEvent Paged(AlertStatus status, TimeSpan ago) => _given.Paged("compute1", "f1", status, ago);
}
