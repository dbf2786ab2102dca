using NovaFence.Benchmarks.Arms;
using NovaFence.Benchmarks.Clouds;
using NovaFence.Benchmarks.Measuring;
using NovaFence.Core.Cloud;
using NovaFence.OpenStack.Identity;
using NovaFence.Testing;

namespace NovaFence.Benchmarks;

/// <summary>The bare PUT, and the whole path on each ledger, in turns: whatever else the machine does meets all of them.</summary>
internal static class Benchmark
{
    private const int WarmUpRounds = 40;
    private const int WarmUpStorms = 2;
    private const int CountedRounds = 10;

    internal static async Task RunAsync(Target target, BenchmarkOptions options, CancellationToken stop)
    {
        var report = new Report(Console.Out);
        using var files = new Scratch();
        files.TakeConsole();
        await using var azurite = options.Tables ? new AzuriteFixture() : null;
        if (azurite is not null)
            await azurite.InitializeAsync();

        var fleet = new StormFleet(target.Hosts);
        await using var bare = new BarePuts(target);
        await using var sqlite = await Webhook.StartAsync("webhook, SQLite", target, fleet, ProductSettings.Sqlite(files.Path), options.Breakdown ? new Parts() : null, stop);
        await using var onTables = azurite is null ? null : await OnTablesAsync(target, fleet, azurite, options.Breakdown ? new Parts() : null, stop);
        IReadOnlyList<IArm> arms = onTables is null ? [bare, sqlite] : [bare, sqlite, onTables];

        report.Line($"{Machine.Describe()}; load {Machine.Load()}");
        report.Line($"Nova as {target.Settings.IdentityUrl} names it, hosts {target.Hosts[0].Name} … {target.Hosts[^1].Name} ({target.Hosts.Count}); NovaFence's log: {files.LogPath}");

        Report.Note($"Warming up ({WarmUpRounds} rounds, {WarmUpStorms} storms) …");
        await SinglesAsync(arms, target.Hosts, WarmUpRounds, stop);
        if (options.Storms > 0)
            await StormsAsync(arms, fleet.Hosts, WarmUpStorms, stop);

        Break(arms, null, "", 0);
        Report.Note($"Measuring {options.Rounds} rounds …");
        var singles = await SinglesAsync(arms, target.Hosts, options.Rounds, stop);
        report.Table("one host: set, unset", singles);
        Break(arms, report, "one host", 2 * options.Rounds);

        if (options.Storms > 0)
        {
            Report.Note($"Measuring {options.Storms} storms …");
            var stormed = await StormsAsync(arms, fleet.Hosts, options.Storms, stop);
            report.Table(fleet.HasRepeats ? $"{StormFleet.Size} hosts, on {target.Hosts.Count} services" : $"{StormFleet.Size} hosts", stormed);
            Break(arms, report, $"{StormFleet.Size} hosts", 2 * options.Storms);
            Ratios(report, stormed, "storm50_sqlite_ratio", "storm50_tables_ratio");
        }

        Ratios(report, singles, "webhook_sqlite_p50_ratio", "webhook_tables_p50_ratio");
        report.Result("cloud_requests_per_force_down", await RequestsAsync(target, sqlite, stop));
        report.Line($"load {Machine.Load()} at the end");
    }

    private static async Task<Webhook?> OnTablesAsync(Target target, StormFleet fleet, AzuriteFixture azurite, Parts? parts, CancellationToken stop)
    {
        try
        {
            return await Webhook.StartAsync("webhook, Azurite", target, fleet, ProductSettings.Tables(azurite.ConnectionString), parts, stop);
        }
        catch (AzuriteMissingException missing)
        {
            Report.Note($"THE AZURITE LEDGER IS LEFT OUT: {missing.Why}");
            return null;
        }
    }

    /// <summary>In each round every arm sets a host of its own and then unsets it; the arms change places and hosts from round to round.</summary>
    private static async Task<IReadOnlyList<Samples>> SinglesAsync(IReadOnlyList<IArm> arms, IReadOnlyList<ComputeHost> hosts, int rounds, CancellationToken stop)
    {
        var samples = arms.Select(arm => new Samples(arm.Name)).ToList();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var arm in arms)
                await arm.PrepareAsync(stop);
            foreach (var down in (bool[])[true, false])
            {
                foreach (var turn in Turns(arms, round))
                    await samples[turn].TakeAsync(() => arms[turn].SetAsync([hosts[(round + turn) % hosts.Count]], down, stop));
            }
        }

        return samples;
    }

    private static async Task<IReadOnlyList<Samples>> StormsAsync(IReadOnlyList<IArm> arms, IReadOnlyList<ComputeHost> hosts, int rounds, CancellationToken stop)
    {
        var samples = arms.Select(arm => new Samples(arm.Name)).ToList();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var turn in Turns(arms, round))
            {
                await arms[turn].PrepareAsync(stop);
                await samples[turn].TakeAsync(() => arms[turn].SetAsync(hosts, down: true, stop));
                await samples[turn].TakeAsync(() => arms[turn].SetAsync(hosts, down: false, stop));
            }
        }

        return samples;
    }

    /// <summary>A B C, B C A, C A B: none of them always comes after the same other one's work.</summary>
    private static IEnumerable<int> Turns(IReadOnlyList<IArm> arms, int round) => Enumerable.Range(0, arms.Count).Select(turn => (turn + round) % arms.Count);

    private static void Break(IReadOnlyList<IArm> arms, Report? report, string title, int deliveries)
    {
        foreach (var arm in arms.OfType<Webhook>())
            arm.Parts?.Print(report ?? new Report(TextWriter.Null), $"{title}, {arm.Name}", deliveries);
    }

    private static void Ratios(Report report, IReadOnlyList<Samples> samples, params ReadOnlySpan<string> names)
    {
        for (var at = 1; at < samples.Count; at++)
            report.Result(names[at - 1], samples[at].Percentile(0.5) / samples[0].Percentile(0.5));
    }

    /// <summary>Not while times are taken: counting has its price.</summary>
    private static async Task<double> RequestsAsync(Target target, Webhook webhook, CancellationToken stop)
    {
        if (await target.Tokens.IssueAsync(stop) is not TokenResult.Issued { Token.Compute: OpenStack.Compute.EndpointChoice.Found { Endpoint: var nova } })
            throw new MeasurementException("Keystone gave no token.");
        using var requests = new CloudRequests([nova.Root.Port, target.Settings.IdentityUrl.Port]);
        for (var round = 0; round < CountedRounds; round++)
        {
            await webhook.SetAsync([target.Hosts[0]], down: true, stop);
            await webhook.SetAsync([target.Hosts[0]], down: false, stop);
        }

        return requests.Count / (2.0 * CountedRounds);
    }
}
