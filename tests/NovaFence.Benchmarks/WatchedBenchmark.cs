using NovaFence.Benchmarks.Arms;
using NovaFence.Benchmarks.Clouds;
using NovaFence.Benchmarks.Measuring;
using NovaFence.Testing;

namespace NovaFence.Benchmarks;

/// <summary>
/// Whether those who look cost those who wait: the same webhook while nobody looks, and while many do and a collector of OpenTelemetry's is sent all there is, in
/// turns.
/// </summary>
internal static class WatchedBenchmark
{
    private const int WarmUpRounds = 40;

    /// <summary>Force-downs of each half of a pair.</summary>
    private const int Each = 15;

    internal static async Task RunAsync(Target target, int pairs, int viewers, CancellationToken stop)
    {
        var report = new Report(Console.Out);
        using var files = new Scratch();
        files.TakeConsole();
        var plainFolder = Directory.CreateDirectory(Path.Combine(files.Path, "plain")).FullName;
        var watchedFolder = Directory.CreateDirectory(Path.Combine(files.Path, "watched")).FullName;
        var fleet = new StormFleet(target.Hosts);
        await using var plain = await Webhook.StartAsync("nobody looks", target, fleet, ProductSettings.Sqlite(plainFolder), null, stop);
        await using var collector = new OtlpCollector();
        await using var watched = await Webhook.StartAsync("watched", target, fleet, [.. ProductSettings.Watched(watchedFolder), .. Collected(collector)], null, stop);
        await using var audience = await Audience.OpenAsync(watched.Address, viewers, stop);
        report.Line($"{Machine.Describe()}; load {Machine.Load()}");

        Report.Note("Warming up …");
        var all = (Plain: new Samples(plain.Name), Watched: new Samples(watched.Name));
        await HalfAsync(plain, target, new Samples(""), WarmUpRounds, stop);
        audience.Looks = true;
        await HalfAsync(watched, target, new Samples(""), WarmUpRounds, stop);

        Report.Note($"Measuring {pairs} pairs …");
        var ratios = new List<double>();
        for (var pair = 0; pair < pairs; pair++)
        {
            var (one, other) = (new Samples(plain.Name), new Samples(watched.Name));
            foreach (var isWatched in pair % 2 == 0 ? (bool[])[false, true] : [true, false])
            {
                audience.Looks = isWatched;
                // What was under way for the other half ends.
                await Task.Delay(TimeSpan.FromMilliseconds(500), stop);
                await HalfAsync(isWatched ? watched : plain, target, isWatched ? other : one, Each, stop);
            }

            ratios.Add(other.Percentile(0.5) / one.Percentile(0.5));
            all.Plain.AddRange(one);
            all.Watched.AddRange(other);
        }

        report.Table($"force-down of one host, {viewers} viewers", [all.Plain, all.Watched]);
        ratios.Sort();
        report.Result("watched_p50_ratio", ratios[ratios.Count / 2]);
        report.Result("page_requests", audience.Answered);
        foreach (var kind in (string[])["logs", "metrics", "traces"])
        {
            if (collector.Count(kind) == 0)
                throw new MeasurementException($"The collector was sent no {kind}.");
            report.Result($"otlp_{kind}", collector.Count(kind));
        }

        report.Line($"load {Machine.Load()} at the end");
    }

    /// <summary>As often as Prometheus scrapes.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> Collected(OtlpCollector collector) =>
        collector.Variables(TimeSpan.FromSeconds(5)).Select(one => KeyValuePair.Create<string, string?>(one.Key, one.Value));

    private static async Task HalfAsync(Webhook arm, Target target, Samples samples, int rounds, CancellationToken stop)
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
