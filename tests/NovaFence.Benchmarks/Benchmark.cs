using NovaFence.Benchmarks.Arms;
using NovaFence.Benchmarks.Clouds;
using NovaFence.Benchmarks.Measuring;
using NovaFence.Core.Cloud;
using NovaFence.OpenStack.Identity;
using NovaFence.Testing;

namespace NovaFence.Benchmarks;

/// <summary>The bare listing and PUT, and the whole path on each ledger, in turns: whatever else the machine does meets all of them.</summary>
internal static class Benchmark
{
    private const int WarmUpRounds = 40;
    private const int WarmUpStorms = 2;
    private const int CountedRounds = 10;
    private const int CountedStorms = 3;

    internal static async Task RunAsync(Target target, BenchmarkOptions options, CancellationToken stop)
    {
        var report = new Report(Console.Out);
        using var files = new Scratch();
        files.TakeConsole();
        await using var azurite = options.Tables ? new AzuriteFixture() : null;
        if (azurite is not null)
            await azurite.InitializeAsync();

        var fleet = new StormFleet(target.Hosts);
        await using var bare = new BareCalls(target);
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
        report.Table("one host: force down", singles.Down);
        report.Table("one host: unset", singles.Up);
        Break(arms, report, "one host", 2 * options.Rounds);

        if (options.Storms > 0)
        {
            Report.Note($"Measuring {options.Storms} storms …");
            var stormed = await StormsAsync(arms, fleet.Hosts, options.Storms, stop);
            var title = fleet.HasRepeats ? $"{StormFleet.Size} hosts, on {target.Hosts.Count} services" : $"{StormFleet.Size} hosts";
            report.Table($"{title}: force down", stormed.Down);
            report.Table($"{title}: unset", stormed.Up);
            Break(arms, report, $"{StormFleet.Size} hosts", 2 * options.Storms);
            Ratios(report, stormed.Down, "storm50_sqlite_p50_ratio", "storm50_tables_p50_ratio");
            Ratios(report, stormed.Up, "storm50_unset_sqlite_p50_ratio", "storm50_unset_tables_p50_ratio");
            report.Result("cloud_requests_per_storm50", (await RequestsAsync(target, sqlite, fleet.Hosts, CountedStorms, stop)).Down);
        }

        Ratios(report, singles.Down, "look_put_sqlite_p50_ratio", "look_put_tables_p50_ratio");
        Ratios(report, singles.Up, "unset_sqlite_p50_ratio", "unset_tables_p50_ratio");
        var requests = await RequestsAsync(target, sqlite, [target.Hosts[0]], CountedRounds, stop);
        report.Result("cloud_requests_per_force_down", requests.Down);
        report.Result("cloud_requests_per_unset", requests.Up);
        foreach (var arm in arms.OfType<Webhook>().Where(arm => arm.AnsweredEarly > 0))
            report.Line($"{arm.Name}: {arm.AnsweredEarly} unsets were answered 'recorded', because the timer had begun them; their times are too short");
        if (onTables is null)
            report.Line(options.Tables ? "SKIPPED look_put_tables_p50_ratio: there is no Azurite" : "SKIPPED look_put_tables_p50_ratio: --no-tables");
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

    /// <summary>In each round every arm forces a host down and unsets it; the arms change places and hosts from round to round.</summary>
    /// <remarks>One after the other, so that none finds a host down that another one holds: it would be somebody else's.</remarks>
    private static Task<(IReadOnlyList<Samples> Down, IReadOnlyList<Samples> Up)> SinglesAsync(IReadOnlyList<IArm> arms, IReadOnlyList<ComputeHost> hosts, int rounds, CancellationToken stop) =>
        RoundsAsync(arms, (round, turn) => [hosts[(round + turn) % hosts.Count]], rounds, stop);

    private static Task<(IReadOnlyList<Samples> Down, IReadOnlyList<Samples> Up)> StormsAsync(IReadOnlyList<IArm> arms, IReadOnlyList<ComputeHost> hosts, int rounds, CancellationToken stop) =>
        RoundsAsync(arms, (_, _) => hosts, rounds, stop);

    private static async Task<(IReadOnlyList<Samples> Down, IReadOnlyList<Samples> Up)> RoundsAsync(
        IReadOnlyList<IArm> arms, Func<int, int, IReadOnlyList<ComputeHost>> hosts, int rounds, CancellationToken stop)
    {
        var down = arms.Select(arm => new Samples(arm.Name)).ToList();
        var up = arms.Select(arm => new Samples(arm.Name)).ToList();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var arm in arms)
                await arm.PrepareAsync(stop);
            foreach (var turn in Turns(arms, round))
            {
                var chosen = hosts(round, turn);
                await down[turn].TakeAsync(() => arms[turn].SetAsync(chosen, down: true, stop));
                await up[turn].TakeAsync(() => arms[turn].SetAsync(chosen, down: false, stop));
            }
        }

        return (down, up);
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
    private static async Task<(double Down, double Up)> RequestsAsync(Target target, Webhook webhook, IReadOnlyList<ComputeHost> hosts, int rounds, CancellationToken stop)
    {
        if (await target.Tokens.IssueAsync(stop) is not TokenResult.Issued { Token.Compute: OpenStack.Compute.EndpointChoice.Found { Endpoint: var nova } })
            throw new MeasurementException("Keystone gave no token.");
        using var requests = new CloudRequests([nova.Root.Port, target.Settings.IdentityUrl.Port]);
        var (down, up) = (0, 0);
        for (var round = 0; round < rounds; round++)
        {
            await webhook.PrepareAsync(stop);
            var before = requests.Count;
            await webhook.SetAsync(hosts, down: true, stop);
            var between = requests.Count;
            await webhook.SetAsync(hosts, down: false, stop);
            down += between - before;
            up += requests.Count - between;
        }

        return ((double)down / rounds, (double)up / rounds);
    }
}
