using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;

namespace NovaFence.Core.Tests.Hosts;

/// <summary>Many hosts are released at the same time.</summary>
public sealed class StormOfUnsetsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_storm_of_unsets_asks_for_evacuations_once_for_each_host_and_so_many_at_once_as_it_sends_PUTs()
    {
        await using var wide = await Installation.CreateAsync(
            Stop, ("NovaFence:Budget:MaxHosts", "100"), ("NovaFence:Budget:MaxShare", "1"), ("NovaFence:Storm:MinHosts", "100"), ("NovaFence:Fencing:MaxParallelPuts", "4"));
        wide.Cloud.Hosts = 60;
        wide.Cloud.KillAll();
        await wide.Opening.OpenAsync(Stop);
        await wide.DeliverAsync(Enumerable.Range(1, 50).Select(number => wide.Alert($"compute{number}", $"f{number}")), Stop);
        wide.Clock.Advance(TimeSpan.FromMinutes(1));
        var gate = new Lock();
        var (asked, now, most) = (0, 0, 0);
        wide.Cloud.DuringQuestion = async () =>
        {
            lock (gate)
            {
                asked++;
                most = Math.Max(most, ++now);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), Stop);
            lock (gate)
                now--;
        };

        var ends = await wide.DeliverAsync(Enumerable.Range(1, 50).Select(number => wide.Alert($"compute{number}", $"f{number}", AlertStatus.Resolved)), Stop);

        ends.Should().OnlyContain(outcome => outcome.State == HostState.Clear);
        wide.Cloud.Puts.Count(put => !put.Down).Should().Be(50);
        asked.Should().Be(50);
        most.Should().Be(4);
    }

    [Fact]
    public async Task What_falls_due_at_the_same_time_for_many_hosts_costs_one_listing()
    {
        await using var wide = await Installation.CreateAsync(
            Stop, ("NovaFence:Budget:MaxHosts", "100"), ("NovaFence:Budget:MaxShare", "1"), ("NovaFence:Storm:MinHosts", "100"), ("NovaFence:Release:SettleTime", "00:01:30"));
        wide.Cloud.KillAll();
        await wide.Opening.OpenAsync(Stop);
        await wide.DeliverAsync(Enumerable.Range(1, 20).Select(number => wide.Alert($"compute{number}", $"f{number}")), Stop);
        await wide.DeliverAsync(Enumerable.Range(1, 20).Select(number => wide.Alert($"compute{number}", $"f{number}", AlertStatus.Resolved)), Stop);
        wide.Clock.Advance(TimeSpan.FromSeconds(91));
        var before = wide.Cloud.Listings.Count;
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        wide.Cloud.DuringListing = _ => go.Task;

        var due = wide.DueWork.RunDueAsync(Stop);
        go.SetResult();
        await due;

        wide.Cloud.Puts.Count(put => !put.Down).Should().Be(20);
        (wide.Cloud.Listings.Count - before).Should().BeLessThanOrEqualTo(2);
    }
}
