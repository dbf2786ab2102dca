using System.CommandLine;
using NovaFence.Benchmarks.Audits;
using NovaFence.Benchmarks.Clouds;

namespace NovaFence.Benchmarks;

/// <summary>What the benchmark takes: see README.md beside this file.</summary>
internal static class CommandLine
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int Usage = 2;

    private static readonly Option<int> Rounds = Count("--rounds", "Rounds of single force-downs; each sets and unsets one host per arm.", 200, 1, 100_000);
    private static readonly Option<int> Storms = Count("--storms", "Rounds of storms; 0 leaves them out.", 10, 0, 10_000);
    private static readonly Option<int> NovaTakes = Count("--nova-takes", "Milliseconds that the sandbox's Nova takes for each request, beside its own work; 14 is what a real one takes.", 14, 0, 10_000);
    private static readonly Option<double> Minutes = new("--minutes")
    {
        Description = "How long to idle.",
        DefaultValueFactory = _ => 6,
        HelpName = "N",
    };

    private static readonly Option<int> Repeats = Count("--repeats", "How often to idle.", 1, 1, 100);
    private static readonly Option<bool> NoTables = new("--no-tables") { Description = "Leave out the Azurite ledger." };
    private static readonly Option<bool> Breakdown = new("--breakdown") { Description = "Also print what the time of a delivery is made of." };
    private static readonly Option<string[]> Hosts = new("--hosts")
    {
        Description = "The compute hosts to use, separated by commas. Default: all that are not forced down.",
        DefaultValueFactory = _ => [],
        CustomParser = result => result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries)).ToArray(),
        HelpName = "A,B",
        Recursive = true,
    };

    private static readonly Option<bool> AnyCloud = new("--any-cloud")
    {
        Description = "Also on a cloud that is not on this machine. It FORCES HOSTS DOWN, again and again.",
        Recursive = true,
    };

    internal static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Measures what NovaFence adds to the bare listing and PUT that force a host down, on the cloud given by OS_*.") { Rounds, Storms, NoTables, Breakdown, Hosts, AnyCloud };
        root.SetAction((parsed, stop) => RunAsync(
            Configured(parsed), (target, cancel) => Benchmark.RunAsync(target, Options(parsed), cancel), stop));

        var idle = new Command("idle", "The first force-down after idle minutes, beside a warm one.") { Minutes, Repeats };
        idle.SetAction((parsed, stop) => RunAsync(
            Configured(parsed), (target, cancel) => IdleBenchmark.RunAsync(target, TimeSpan.FromMinutes(parsed.GetValue(Minutes)), parsed.GetValue(Repeats), cancel), stop));
        root.Add(idle);

        var sandbox = new Command("sandbox", "The same on the sandbox's cloud instead of a real one: no OpenStack needed.") { Rounds, Storms, NoTables, Breakdown, NovaTakes };
        sandbox.SetAction((parsed, stop) => RunAsync(
            cancel => Target.SandboxAsync(TimeSpan.FromMilliseconds(parsed.GetValue(NovaTakes)), cancel), (target, cancel) => Benchmark.RunAsync(target, Options(parsed), cancel), stop));
        root.Add(sandbox);

        var pairs = Count("--pairs", "How often it is measured with and without.", 20, 1, 1000);
        var viewers = Count("--viewers", "How many have the page open.", 100, 0, 10_000);
        var watched = new Command("watched", "A force-down while many have the page open, Prometheus scrapes, a collector of OpenTelemetry's is sent all there is and a receiver of notifications is away, beside one while nobody looks. On the sandbox's cloud.") { pairs, viewers, NovaTakes };
        watched.SetAction((parsed, stop) => RunAsync(
            cancel => Target.SandboxAsync(TimeSpan.FromMilliseconds(parsed.GetValue(NovaTakes)), cancel), (target, cancel) => WatchedBenchmark.RunAsync(target, parsed.GetValue(pairs), parsed.GetValue(viewers), cancel), stop));
        root.Add(watched);

        var audits = Count("--rounds", "How often each is measured.", 15, 1, 10_000);
        var audit = new Command("audit", "An audit of 100, 1,000 and 10,000 hosts, beside a bare GET and parse of the same list. On sandboxes of its own.") { audits };
        audit.SetAction((parsed, stop) => MeasureAsync(() => AuditBenchmark.RunAsync(parsed.GetValue(audits), stop), stop));
        root.Add(audit);

        var hosts = Count("--hosts", "How many.", 100, 1, 100_000);
        var fleet = new Command("fleet", "What the other half of 'audit' runs.") { hosts };
        fleet.Hidden = true;
        fleet.SetAction((parsed, stop) => MeasureAsync(() => FleetProcess.ServeAsync(parsed.GetValue(hosts), stop), stop));
        root.Add(fleet);

        var result = root.Parse(args);
        if (result.Errors.Count == 0)
            return await result.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        foreach (var error in result.Errors)
            await Console.Error.WriteLineAsync(error.Message);
        return Usage;
    }

    private static BenchmarkOptions Options(ParseResult parsed) =>
        new(parsed.GetValue(Rounds), parsed.GetValue(Storms), !parsed.GetValue(NoTables), parsed.GetValue(Breakdown));

    private static Func<CancellationToken, Task<Target>> Configured(ParseResult parsed) =>
        stop => Target.ConfiguredAsync(parsed.GetValue(Hosts)!, parsed.GetValue(AnyCloud), stop);

    private static Task<int> RunAsync(Func<CancellationToken, Task<Target>> open, Func<Target, CancellationToken, Task> run, CancellationToken stop) => MeasureAsync(
        async () =>
        {
            await using var target = await open(stop);
            try
            {
                await run(target, stop);
            }
            finally
            {
                await target.UnsetAllAsync();
            }
        },
        stop);

    private static async Task<int> MeasureAsync(Func<Task> measure, CancellationToken stop)
    {
        try
        {
            await measure();
            return Done;
        }
        catch (NoTargetException none)
        {
            await Console.Error.WriteLineAsync(none.Message);
            return Usage;
        }
        catch (MeasurementException broken)
        {
            await Console.Error.WriteLineAsync($"The measurement broke off: {broken.Message}");
            return Failed;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Interrupted.");
            return Failed;
        }
    }

    private static Option<int> Count(string name, string description, int value, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => value, HelpName = "N" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var only] && (!int.TryParse(only.Value, System.Globalization.CultureInfo.InvariantCulture, out var number) || number < least || number > most))
                result.AddError($"{name} takes a number from {least} to {most}.");
        });
        return option;
    }
}
