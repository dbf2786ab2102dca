using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;

namespace NovaFence.Core.Tests.Hosts;

/// <summary>More alerts of one host than its record keeps: nothing that matters may be forgotten with them.</summary>
public sealed class ManyAlertsTests : IAsyncLifetime
{
    private Installation _given = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static IEnumerable<int> AFull => Enumerable.Range(1, HostRecord.MaxAlerts);

    public async ValueTask InitializeAsync() => _given = await Installation.CreateAsync(Stop);

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Fact]
    public async Task A_release_that_was_left_to_an_operator_stays_so_when_its_alert_is_forgotten()
    {
        await _given.DeliverAsync(_given.Alert("compute1", "kept", release: "manually", ago: TimeSpan.FromHours(2)), Stop);
        await _given.DeliverAsync(_given.Alert("compute1", "last"), Stop);
        await _given.DeliverAsync(_given.Alert("compute1", "kept", AlertStatus.Resolved, "manually", TimeSpan.FromHours(1)), Stop);
        foreach (var number in AFull)
            await FireAndResolveAsync($"f{number}");

        var outcome = await _given.DeliverAsync(_given.Alert("compute1", "last", AlertStatus.Resolved), Stop);

        outcome.Verdict.Text.Should().StartWith(Reason.ReleasedManually.Title());
        _given.Cloud.Puts.Should().Equal(("compute1", true));
    }

    [Fact]
    public async Task Forgotten_alerts_of_a_route_that_releases_do_not_keep_the_host_down()
    {
        await _given.DeliverAsync(_given.Alert("compute1", "last", ago: TimeSpan.FromHours(1)), Stop);
        foreach (var number in AFull)
            await FireAndResolveAsync($"f{number}");

        var outcome = await _given.DeliverAsync(_given.Alert("compute1", "last", AlertStatus.Resolved), Stop);

        outcome.State.Should().Be(HostState.Clear);
    }

    [Fact]
    public async Task After_the_unset_the_forgotten_ones_no_longer_count()
    {
        await A_release_that_was_left_to_an_operator_stays_so_when_its_alert_is_forgotten();
        await _given.CommandAsync(new OperatorCommand("compute1", ForcedDown: false, "", "test"), Stop);
        await _given.DeliverAsync(_given.Alert("compute1", "new"), Stop);

        var outcome = await _given.DeliverAsync(_given.Alert("compute1", "new", AlertStatus.Resolved), Stop);

        outcome.State.Should().Be(HostState.Clear);
    }

    [Fact]
    public async Task One_more_than_fits_that_would_hold_the_host_down_leaves_the_unset_to_an_operator()
    {
        foreach (var number in AFull.Append(HostRecord.MaxAlerts + 1))
            await _given.DeliverAsync(_given.Alert("compute1", $"f{number}", ago: TimeSpan.FromMinutes(1)), Stop);
        foreach (var number in AFull)
            await _given.DeliverAsync(_given.Alert("compute1", $"f{number}", AlertStatus.Resolved), Stop);

        _given.Cloud.Puts.Should().Equal(("compute1", true));
        (await _given.ViewAsync("compute1", Stop)).State.Should().Be(HostState.Down);
    }

    [Fact]
    public async Task One_that_began_before_what_was_forgotten_is_held_and_shown_with_the_host()
    {
        foreach (var number in AFull.Append(0))
            await FireAndResolveAsync($"f{number}");

        var outcome = await _given.DeliverAsync(_given.Alert("compute1", "never seen", ago: TimeSpan.FromHours(1)), Stop);

        outcome.Should().BeEquivalentTo(new { Verdict = new { Kind = VerdictKind.Held }, Host = "compute1" });
        (await _given.ViewAsync("compute1", Stop)).Should().BeEquivalentTo(new { Held = true, Known = true, Reason = outcome.Verdict.Text });
    }

    [Fact]
    public async Task A_moment_from_the_future_is_held_shown_with_the_host_and_gone_when_its_time_has_come()
    {
        await _given.DeliverAsync(_given.Paged("compute1", "Q1", ago: TimeSpan.FromMinutes(-20)), Stop);
        (await _given.ViewAsync("compute1", Stop)).Should().BeEquivalentTo(new { Held = true, Known = true, State = HostState.Clear });

        (await _given.DeliverAsync(_given.Paged("compute1", "Q1"), Stop)).State.Should().Be(HostState.Down);

        (await _given.ViewAsync("compute1", Stop)).Held.Should().BeFalse();
    }

    [Fact]
    public async Task The_longest_texts_fit_into_a_record()
    {
        var long1 = new string('"', AlertEvent.MaxFingerprintLength - 3);
        foreach (var number in AFull)
            (await _given.DeliverAsync(_given.Alert("compute1", $"{long1}{number}"), Stop)).State.Should().Be(HostState.Down);
    }

    private async Task FireAndResolveAsync(string fingerprint)
    {
        await _given.DeliverAsync(_given.Alert("compute1", fingerprint, ago: TimeSpan.FromSeconds(2)), Stop);
        await _given.DeliverAsync(_given.Alert("compute1", fingerprint, AlertStatus.Resolved, ago: TimeSpan.FromSeconds(1)), Stop);
    }
}
