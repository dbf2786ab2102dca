using System.Diagnostics;
using System.Globalization;
using NovaFence.Benchmarks.Clouds;
using NovaFence.Benchmarks.Measuring;

namespace NovaFence.Benchmarks.Audits;

/// <summary>
/// An audit of a small, a large and a very large cloud, beside a bare GET and parse of the same list: what it takes in time, and what it allocates for each
/// host. On a quiet cloud one host of a hundred has a record; at worst every one.
/// </summary>
internal static class AuditBenchmark
{
    private const int WarmUps = 3;
    private static readonly int[] Sizes = [100, 1_000, 10_000];

    internal static async Task RunAsync(int rounds, CancellationToken stop)
    {
        var report = new Report(Console.Out);
        using var files = new Scratch();
        files.TakeConsole();
        report.Line($"{Machine.Describe()}; load {Machine.Load()}");
        foreach (var hosts in Sizes)
        {
            Report.Note(string.Create(CultureInfo.InvariantCulture, $"{hosts} hosts …"));
            await using var fleet = await FleetProcess.StartAsync(hosts, stop);
            await using var target = await Target.ReadingAsync(fleet.Configuration, stop);
            using var bare = await BareList.OfAsync(target, stop);
            await using var quiet = await AuditedCloud.CreateAsync(fleet, Path.Combine(files.Path, $"quiet{hosts}.db"), hosts, hosts / 100, stop);
            await using var worst = await AuditedCloud.CreateAsync(fleet, Path.Combine(files.Path, $"worst{hosts}.db"), hosts, hosts, stop);
            var arms = new[]
            {
                new Arm("bare GET and parse", async () => await bare.CountAsync(stop) == hosts),
                new Arm("the listing as NovaFence reads it", async () => await quiet.ListAsync(stop) is Core.Cloud.CloudListing.Listed),
                new Arm("audit, 1 host in 100 has a record", async () => await quiet.Auditor.RunAsync(stop) is { Failure: null } done && done.Services == hosts),
                new Arm("audit, every host has a record", async () => await worst.Auditor.RunAsync(stop) is { Failure: null } done && done.Services == hosts),
            };
            for (var round = -Math.Min(WarmUps, rounds); round < rounds; round++)
            {
                foreach (var arm in arms)
                    await arm.RunAsync(counts: round >= 0);
            }

            report.Table(string.Create(CultureInfo.InvariantCulture, $"{hosts} compute services"), [.. arms.Select(arm => arm.Samples)]);
            foreach (var arm in arms)
                report.Line(string.Create(CultureInfo.InvariantCulture, $"  {arm.Samples.Name,-38}{arm.AllocatedBytes / hosts,8:0} bytes allocated per host"));
            report.Result($"audit_{hosts}_ratio", arms[2].Samples.Percentile(0.5) / arms[0].Samples.Percentile(0.5));
            report.Result($"audit_{hosts}_bytes_per_host", arms[2].AllocatedBytes / hosts);
            report.Result($"audit_{hosts}_all_records_ratio", arms[3].Samples.Percentile(0.5) / arms[0].Samples.Percentile(0.5));
        }

        using var process = Process.GetCurrentProcess();
        report.Line(string.Create(CultureInfo.InvariantCulture, $"at most {process.PeakWorkingSet64 / 1_048_576} MiB in memory; load {Machine.Load()} at the end"));
    }

    private sealed class Arm(string name, Func<Task<bool>> run)
    {
        private long _allocated;

        public Samples Samples { get; } = new(name);

        /// <summary>Mean of one run, over all threads of this process.</summary>
        public double AllocatedBytes => (double)_allocated / Math.Max(1, Samples.Count);

        public async Task RunAsync(bool counts)
        {
            var into = counts ? Samples : new Samples("");
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await into.TakeAsync(async () =>
            {
                var began = Stopwatch.GetTimestamp();
                if (!await run())
                    throw new MeasurementException($"'{name}' did not do what it is measured for.");
                return Stopwatch.GetElapsedTime(began);
            });
            if (counts)
                _allocated += GC.GetTotalAllocatedBytes(precise: true) - before;
        }
    }
}
