using NovaFence.Core.Alerts;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;

namespace NovaFence.Core.Tests.Hosts;

/// <summary>Looks are shared, never older than what they are for, and tell whose ledger this is.</summary>
public sealed class FleetCacheTests : IAsyncLifetime
{
    private Installation _given = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _given = await Installation.CreateAsync(Stop);
        (await _given.Opening.OpenAsync(Stop)).Should().BeNull();
    }

    public ValueTask DisposeAsync() => _given.DisposeAsync();

    [Fact]
    public async Task Fifty_looks_that_come_one_after_the_other_while_a_listing_runs_cost_two_more_at_most()
    {
        var before = _given.Cloud.Listings.Count;
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _given.Cloud.DuringListing = _ => go.Task;
        List<(DateTimeOffset NotBefore, Task<Fleet?> Look)> looks = [];
        for (var number = 0; number < 50; number++)
        {
            looks.Add((_given.Clock.Now, LookAsync()));
            _given.Clock.Advance(TimeSpan.FromMilliseconds(2));
        }

        go.SetResult();
        await Task.WhenAll(looks.Select(one => one.Look));

        (_given.Cloud.Listings.Count - before).Should().Be(2);
        looks.Should().OnlyContain(one => one.Look.Result!.BeganAt >= one.NotBefore);
    }

    [Fact]
    public async Task A_look_that_comes_while_the_next_listing_is_awaited_shares_it_and_no_later_one()
    {
        var before = _given.Cloud.Listings.Count;
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var second = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var secondRuns = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _given.Cloud.DuringListing = _ =>
        {
            if (_given.Cloud.Listings.Count == before + 1)
                return first.Task;
            secondRuns.TrySetResult();
            return second.Task;
        };
        var one = LookAsync();
        _given.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var two = LookAsync();
        first.SetResult();
        await secondRuns.Task.WaitAsync(Stop);
        _given.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var (received, three) = (_given.Clock.Now, LookAsync());
        second.SetResult();

        await Task.WhenAll(one, two, three);

        (await three)!.BeganAt.Should().BeOnOrAfter(received);
        (_given.Cloud.Listings.Count - before).Should().Be(3);
    }

    [Fact]
    public async Task A_storm_of_fifty_costs_three_listings_at_most_and_fifty_PUTs()
    {
        await using var wide = await Installation.CreateAsync(
            Stop, ("NovaFence:Budget:MaxHosts", "100"), ("NovaFence:Budget:MaxShare", "1"), ("NovaFence:Storm:MinHosts", "100"), ("NovaFence:Fencing:MaxParallelPuts", "64"));
        wide.Cloud.Hosts = 60;
        wide.Cloud.KillAll();
        await wide.Opening.OpenAsync(Stop);
        var before = wide.Cloud.Listings.Count;

        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        wide.Cloud.DuringListing = _ => go.Task;
        var deliveries = Enumerable.Range(1, 50).Select(number => wide.DeliverAsync(wide.Alert($"compute{number}", $"f{number}"), Stop)).ToList();
        go.SetResult();
        var outcomes = await Task.WhenAll(deliveries);

        outcomes.Should().OnlyContain(outcome => outcome.State == HostState.Down);
        wide.Cloud.Puts.Should().HaveCount(50);
        (wide.Cloud.Listings.Count - before).Should().BeLessThanOrEqualTo(3);
    }

    [Fact]
    public async Task One_force_down_costs_one_listing_and_one_PUT()
    {
        var before = _given.Cloud.Listings.Count;

        await _given.DeliverAsync(_given.Alert("compute1", "f1"), Stop);

        (_given.Cloud.Listings.Count - before, _given.Cloud.Puts.Count).Should().Be((1, 1));
    }

    [Fact]
    public async Task Whoever_stops_waiting_leaves_the_listing_to_the_others()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _given.Cloud.DuringListing = _ => go.Task;
        var impatient = _given.Fleet.LookAsync(_given.Clock.Now, TimeSpan.FromSeconds(1), Stop);
        var patient = _given.Fleet.LookAsync(_given.Clock.Now, TimeSpan.FromSeconds(5), Stop);
        _given.Clock.Advance(TimeSpan.FromSeconds(1));
        (await impatient).Should().BeNull();

        go.SetResult();

        (await patient)!.Size.Should().Be(20);
    }

    [Fact]
    public async Task After_a_listing_that_was_given_up_nobody_looks_for_a_minute()
    {
        await GiveUpAsync();
        var before = _given.Cloud.Listings.Count;
        _given.Clock.Advance(TimeSpan.FromSeconds(50));
        (await LookAsync()).Should().BeNull();
        _given.Cloud.Listings.Should().HaveCount(before);

        _given.Clock.Advance(TimeSpan.FromSeconds(11));

        (await LookAsync())!.Size.Should().Be(20);
    }

    [Fact]
    public async Task Meanwhile_a_new_alert_forces_down_unseen_and_is_never_unset_without_an_operator()
    {
        await GiveUpAsync();

        (await _given.DeliverAsync(_given.Alert("compute1", "f1"), Stop)).State.Should().Be(HostState.Down);
        _given.Clock.Advance(TimeSpan.FromMinutes(2));
        (await _given.DeliverAsync(_given.Alert("compute1", "f1", AlertStatus.Resolved), Stop)).Verdict.Reason.Should().Be(Reason.ReleasedManually);

        _given.Cloud.Has("compute1").Should().BeTrue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_ledger_of_another_cloud_is_recognised_and_nothing_is_written_to_it(bool hasIds)
    {
        await using var given = await ClosedAsync(hasIds);
        MakeAnother(given.Cloud);
        await using var other = given.Another();

        (await other.Opening.OpenAsync(Stop)).Should().Contain("not one compute service is the same").And.Contain("novafence ledger adopt");

        (await other.DeliverAsync(other.Alert("compute1", "f1"), Stop)).Should().BeEquivalentTo(new { Verdict = new { Kind = VerdictKind.Failed, Reason = Reason.OtherCloud }, MayPass = true });
        (await other.ForceDownAsync(other.Cloud.Name + "1", Stop)).Verdict.Reason.Should().Be(Reason.OtherCloud);
        (await other.Auditor.RunAsync(Stop)).Failure.Should().Contain("not one compute service is the same");
        await other.PassAsync(TimeSpan.FromMinutes(1), Stop);
        other.Ledger.Commits.Should().BeEmpty();
        other.Cloud.Puts.Should().BeEmpty();
    }

    [Fact]
    public async Task A_pause_is_not_written_to_it_either()
    {
        MakeAnother(_given.Cloud);
        await using var other = _given.Another();
        await other.Opening.OpenAsync(Stop);

        await other.Pauses.PauseAsync(null, null, "switch", "test", Stop);

        other.Ledger.Commits.Should().BeEmpty();
    }

    [Fact]
    public async Task A_running_instance_notices_it_too_and_goes_on_when_its_own_cloud_is_back()
    {
        MakeAnother(_given.Cloud);
        (await LookAsync()).Should().NotBeNull();
        (await _given.DeliverAsync(_given.Alert("compute1", "f1"), Stop)).MayPass.Should().BeTrue();

        _given.Cloud.Registration = 0;
        await LookAsync();

        (await _given.DeliverAsync(_given.Alert("compute1", "f1"), Stop)).State.Should().Be(HostState.Down);
    }

    [Fact]
    public async Task Adopted_it_is_this_cloud_s_for_every_instance()
    {
        MakeAnother(_given.Cloud);
        await using var other = _given.Another();
        await other.Opening.OpenAsync(Stop);

        (await other.Fleet.AdoptAsync(Stop)).Should().BeNull();

        (await other.DeliverAsync(other.Alert("compute1", "f1"), Stop)).State.Should().Be(HostState.Down);
        await using var third = _given.Another();
        (await third.Opening.OpenAsync(Stop)).Should().BeNull();
    }

    [Fact]
    public async Task Where_the_fleets_share_one_service_it_is_the_same_cloud()
    {
        _given.Cloud.Hosts = 1;
        await using var other = _given.Another();

        (await other.Opening.OpenAsync(Stop)).Should().BeNull();
    }

    [Fact]
    public async Task Where_the_listing_has_no_UUIDs_any_more_it_is_known_by_its_names()
    {
        _given.Cloud.HasIds = false;
        await using var other = _given.Another();

        (await other.Opening.OpenAsync(Stop)).Should().BeNull();
    }

    [Fact]
    public async Task Where_Nova_lists_nothing_nothing_is_concluded()
    {
        _given.Cloud.Hosts = 0;
        await using var other = _given.Another();
        await other.Opening.OpenAsync(Stop);

        other.Fleet.IsOfAnotherCloud.Should().BeFalse();
    }

    private Task<Fleet?> LookAsync() => _given.Fleet.LookAsync(_given.Clock.Now, TimeSpan.FromSeconds(1), Stop);

    /// <summary>A listing hangs until it is given up.</summary>
    private async Task GiveUpAsync()
    {
        var runs = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _given.Cloud.DuringListing = token =>
        {
            runs.TrySetResult();
            return Task.Delay(Timeout.Infinite, token);
        };
        var look = _given.Fleet.LookAsync(_given.Clock.Now, TimeSpan.FromSeconds(20), Stop);
        await runs.Task.WaitAsync(Stop);
        _given.Clock.Advance(TimeSpan.FromSeconds(9));
        (await look).Should().BeNull();
        _given.Cloud.DuringListing = _ => Task.CompletedTask;
    }

    private static async Task<Installation> ClosedAsync(bool hasIds)
    {
        var given = await Installation.CreateAsync(Stop);
        given.Cloud.HasIds = hasIds;
        (await given.Opening.OpenAsync(Stop)).Should().BeNull();
        return given;
    }

    /// <summary>The same names with other UUIDs; where there are no UUIDs, other names.</summary>
    private static void MakeAnother(ScriptedCloud cloud)
    {
        cloud.Registration++;
        if (!cloud.HasIds)
            cloud.Name = "node";
    }
}
