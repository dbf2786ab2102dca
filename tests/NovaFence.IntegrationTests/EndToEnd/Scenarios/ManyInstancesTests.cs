using System.Collections.Concurrent;
using System.Globalization;
using NovaFence.EndToEnd.Tests.Sent;
using NovaFence.EndToEnd.Tests.Stage;
using NovaFence.Sandbox;

namespace NovaFence.EndToEnd.Tests.Scenarios;

/// <summary>
/// Several instances on one ledger get the same and contradicting deliveries at once, shuffled and repeated. To repeat a run: its seed is in the
/// output, and <c>NOVAFENCE_SEED</c> sets that of the runs that choose one.
/// </summary>
[Thorough]
public sealed class ManyInstancesTests(AzuriteFixture azurite, ITestOutputHelper output)
{
    private static readonly string[] Hosts = [.. Enumerable.Range(1, 10).Select(number => FormattableString.Invariant($"compute{number:D2}"))];

    // Somebody else reports as ever: that they all are silent would say nothing of one of them.
    private static readonly string[] Fleet = [.. Hosts, "spare1", "spare2", "spare3"];

    private static int Chosen =>
        int.TryParse(Environment.GetEnvironmentVariable("NOVAFENCE_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : Random.Shared.Next(100_000);

    public static TheoryData<LedgerKind, int, int> Runs => Thorough.Is
        ? new()
        {
            { LedgerKind.Sqlite, 2, 1 },
            { LedgerKind.Sqlite, 4, 2 },
            { LedgerKind.Tables, 2, 3 },
            { LedgerKind.Tables, 4, 4 },
            { LedgerKind.Sqlite, 4, 0 },
            { LedgerKind.Tables, 4, 0 },
        }
        : new()
        {
            { LedgerKind.Tables, 2, 3 },
            { LedgerKind.Sqlite, 4, 0 },
        };

    [Theory]
    [MemberData(nameof(Runs), DisableDiscoveryEnumeration = true)]
    public async Task Nova_ends_where_the_newest_events_say(LedgerKind ledger, int count, int seed)
    {
        var random = Seeded(seed);
        await using var given = await Scene.BeginAsync(new() { Ledger = ledger, Hosts = Fleet, Budget = Hosts.Length + 1 }, azurite);
        var instances = await given.Instances(count);
        var history = History.Of(random, Hosts, alerts: 2);

        foreach (var round in history.Rounds(random))
            await TellAsync(instances, round, random);
        await SettleAsync(given, instances);

        (await given.Nova.ForcedDown()).Should().Equal(history.Down);
        await EveryPutIsAccountedForAsync(given, instances[0]);

        // Nothing was left over, and many audits at once find that too.
        var puts = given.Nova.Puts.Count;
        var reports = await Task.WhenAll(instances.Select(instance => instance.Audit()));
        reports.Should().AllSatisfy(report => report.Lines.Should().Equal(history.Down.Select(host => $"{host} in sync down")));
        given.Nova.Puts.Should().HaveCount(puts);
    }

    [Theory]
    [MemberData(nameof(Runs), DisableDiscoveryEnumeration = true)]
    public async Task The_budget_is_never_exceeded(LedgerKind ledger, int count, int seed)
    {
        const int budget = 3;
        var random = Seeded(seed);
        await using var given = await Scene.BeginAsync(new() { Ledger = ledger, Hosts = Fleet, Budget = budget }, azurite);
        var instances = await given.Instances(count);
        var history = History.Of(random, Hosts, alerts: 1);

        foreach (var round in history.Rounds(random))
            await TellAsync(instances, round, random);
        // What is held is decided anew when a place is free.
        await SettleAsync(given, instances);

        MostDownAtOnce(given).Should().BeLessThanOrEqualTo(budget);
        var down = await given.Nova.ForcedDown();
        down.Should().BeSubsetOf(history.Down).And.HaveCount(Math.Min(budget, history.Down.Count));
        (await instances[^1].Hosts("?state=held")).Select(host => host.Host).Should().BeEquivalentTo(history.Down.Except(down));
        await EveryPutIsAccountedForAsync(given, instances[0]);
    }

    [Theory]
    [MemberData(nameof(Runs), DisableDiscoveryEnumeration = true)]
    public async Task Nova_ends_there_although_it_fails_now_and_then_and_an_instance_dies(LedgerKind ledger, int count, int seed)
    {
        var random = Seeded(seed);
        await using var given = await Scene.BeginAsync(new() { Ledger = ledger, Hosts = Fleet, Budget = Hosts.Length + 1 }, azurite);
        var instances = await given.Instances(count);
        var history = History.Of(random, Hosts, alerts: 2);
        var rounds = history.Rounds(random);
        var failures = new Random(random.Next());
        given.Cloud.OnRequest = (request, _) =>
        {
            lock (failures)
                return ValueTask.FromResult(request.Method == "PUT" && failures.Next(4) == 0 ? new Fault(failures.Next(2) == 0 ? FaultKind.ReplyLost : FaultKind.Unavailable) : null);
        };

        var half = (rounds.Count + 1) / 2;
        foreach (var round in rounds.Take(half))
            await TellAsync(instances, round, random);
        // One dies while it is at it, and the sender turns to the others.
        var dying = instances[0];
        IReadOnlyList<Instance> survivors = [.. instances.Skip(1)];
        foreach (var round in rounds.Skip(half))
        {
            var gates = Hosts.SelectMany(host => new[] { dying.Cloud.HoldAfter(host, down: true), dying.Cloud.HoldBefore(host, down: false) }).ToList();
            var last = Task.WhenAll(round.Take(3).Select(alerts => dying.Deliver(alerts)));
            await Task.WhenAny(gates.Select(gate => gate.Reached).Append(last));
            await dying.Crash();
            await last.ContinueWith(static _ => { }, TaskScheduler.Default);
            await Task.WhenAll(TellAsync(survivors, round, random), survivors[0].Audit());
            break;
        }

        foreach (var round in rounds.Skip(half + 1))
            await TellAsync(survivors, round, random);

        given.Cloud.OnRequest = null;
        await SettleAsync(given, survivors);
        await survivors[0].Audit();

        // Where nobody saw that a PUT was the dead one's, a person is asked to unset; what fires is down all the same.
        var lines = (await survivors[0].Audit()).Lines;
        var asked = lines.Where(line => line.EndsWith("awaiting operator down", StringComparison.Ordinal)).Select(line => line.Split(' ')[0]).ToList();
        (await given.Nova.ForcedDown()).Should().Equal(history.Down.Union(asked).Order(StringComparer.Ordinal));
        lines.Should().HaveCount(history.Down.Union(asked).Count()).And.OnlyContain(line => line.EndsWith("in sync down", StringComparison.Ordinal) || line.EndsWith("awaiting operator down", StringComparison.Ordinal));
    }

    private Random Seeded(int seed)
    {
        seed = seed == 0 ? Chosen : seed;
        output.WriteLine($"NOVAFENCE_SEED={seed}");
        return new Random(seed);
    }

    /// <summary>Does what is due, until nothing is for a while: leases, back-off, and what a PUT of our own makes look like a report.</summary>
    private static async Task SettleAsync(Scene given, IReadOnlyList<Instance> instances)
    {
        for (var round = 0; round < 5; round++)
        {
            given.Clock.Advance(TimeSpan.FromSeconds(61));
            await instances[0].Audit();
            foreach (var instance in instances)
                await instance.DoWhatIsDue();
        }
    }

    /// <summary>Delivers everything, several at a time, to whichever instance; what is answered 503 once more.</summary>
    private static async Task TellAsync(IReadOnlyList<Instance> instances, IEnumerable<Alert[]> deliveries, Random random)
    {
        var addressed = deliveries.Select(alerts => (Alerts: alerts, Instance: instances[random.Next(instances.Count)])).ToList();
        var statuses = new ConcurrentDictionary<int, int>();
        await Parallel.ForEachAsync(addressed, new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (delivery, _) =>
        {
            for (var tries = 0; tries < 30; tries++)
            {
                var status = (await delivery.Instance.Deliver(delivery.Alerts)).Status;
                statuses.AddOrUpdate(status, 1, (_, seen) => seen + 1);
                if (status != 503)
                    return;
            }

            throw new InvalidOperationException("answered 503 thirty times");
        });
        statuses.Keys.Should().BeSubsetOf([200, 503]);
    }

    /// <summary>Each PUT belongs to one intent and one outcome in the ledger, and none says what the one before it had said.</summary>
    private static async Task EveryPutIsAccountedForAsync(Scene given, Instance instance)
    {
        foreach (var host in Hosts)
        {
            var events = await instance.Events(host);
            var outcomes = events.Where(one => one.Kind == "outcome").ToList();
            // An unset that another alert came before was not sent, nor was a force-down whose host had changed meanwhile.
            outcomes.Where(one => one.RequestId is not null).Select(one => one.RequestId).Should().BeEquivalentTo(given.Nova.Puts.Where(put => put.Host == host).Select(put => put.RequestId), "of {0}", host);
            outcomes.Where(one => one.Attempt is not null).Select(one => one.Attempt).Should()
                .BeEquivalentTo(events.Where(one => one.Kind != "outcome" && one.Attempt is not null).Select(one => one.Attempt)).And.OnlyHaveUniqueItems();
            var words = given.Nova.PutsOf(host).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            words.Should().Equal(words.Select((_, index) => index % 2 == 0 ? "down" : "up"), "of {0}", host);
        }
    }

    /// <summary>By the order in which the PUTs were done. A PUT is in the log before its sender learns of it, so nothing can seem to follow what it rests on.</summary>
    private static int MostDownAtOnce(Scene given)
    {
        var down = new HashSet<string>(StringComparer.Ordinal);
        var most = 0;
        foreach (var put in given.Nova.Puts.Where(put => put.Host is not null))
        {
            if (put.ForcedDown == true)
                down.Add(put.Host!);
            else
                down.Remove(put.Host!);
            most = Math.Max(most, down.Count);
        }

        return most;
    }
}
