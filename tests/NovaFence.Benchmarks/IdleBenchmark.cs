using NovaFence.Benchmarks.Arms;
using NovaFence.Benchmarks.Clouds;
using NovaFence.Benchmarks.Measuring;

namespace NovaFence.Benchmarks;

/// <summary>
/// The night on which it is needed: NovaFence runs and nothing happens, then a host dies. Beside it a bare client that idled as long, to show what
/// an idle token costs.
/// </summary>
internal static class IdleBenchmark
{
    private const int WarmUpRounds = 40;
    private const int WarmRounds = 40;

    internal static async Task RunAsync(Target target, TimeSpan idle, int repeats, CancellationToken stop)
    {
        var report = new Report(Console.Out);
        using var files = new Scratch();
        files.TakeConsole();
        await using var bare = new BareCalls(target);
        await using var webhook = await Webhook.StartAsync("webhook, SQLite", target, new StormFleet(target.Hosts), ProductSettings.Sqlite(files.Path, audit: true), parts: null, stop);
        report.Line($"{Machine.Describe()}; load {Machine.Load()}");

        Report.Note("Warming up …");
        await SetAsync(webhook, target, new Samples(""), WarmUpRounds, stop);

        var warm = new Samples("webhook, warm");
        var first = new Samples("webhook, first after idling");
        var bareWarm = new Samples("bare, warm");
        var bareFirst = new Samples("bare, first after idling");
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            await SetAsync(bare, target, bareWarm, WarmRounds, stop);
            await SetAsync(webhook, target, warm, WarmRounds, stop);

            Report.Note($"Idling for {idle.TotalMinutes:0.#} minutes …");
            await Task.Delay(idle, stop);

            var host = target.Hosts[repeat % target.Hosts.Count];
            await first.TakeAsync(() => webhook.SetAsync([host], down: true, stop));
            await bareFirst.TakeAsync(() => bare.SetAsync([host], down: true, stop));
            await webhook.SetAsync([host], down: false, stop);
        }

        report.Table("force-down of one host", [warm, first, bareWarm, bareFirst]);
        report.Result("idle_first_ratio", first.Percentile(0.5) / warm.Percentile(0.5));
        report.Line($"load {Machine.Load()} at the end");
    }

    /// <summary>Only the way down counts: it is the one that is compared.</summary>
    private static async Task SetAsync(IArm arm, Target target, Samples samples, int rounds, CancellationToken stop)
    {
        for (var round = 0; round < rounds; round++)
        {
            await arm.PrepareAsync(stop);
            var host = target.Hosts[round % target.Hosts.Count];
            await samples.TakeAsync(() => arm.SetAsync([host], down: true, stop));
            await arm.SetAsync([host], down: false, stop);
        }
    }
}
