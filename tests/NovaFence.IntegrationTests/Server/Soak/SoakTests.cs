using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Soak;

/// <summary>
/// <c>novafence serve</c> for a minute (NOVAFENCE_SOAK_SECONDS) while 127.0.0.2 to .9 hold all that they may, it is killed, and Nova, Keystone and ledger go
/// away. Each honest delivery is taken within its window, none is refused or held; afterwards Nova, ledger and the newest accepted event of each host agree.
/// A host that was forced down while Nova was away, and that nobody saw free, is unset by an operator, as it has to be.
/// Between what disturbs there are periods in which nothing does but the attackers, and others without them: how long the answers take in both is printed.
/// In the second half nobody is killed, so that the memory of one process is known from its beginning to its end.
/// </summary>
public sealed class SoakTests(ITestOutputHelper output) : IAsyncDisposable
{
    private const int MaxConnections = 256;

    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Settles = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Compared = TimeSpan.FromSeconds(4);

    // What a process that has just started compiles is not what is compared: half of what it works in its first seconds under attack.
    private static readonly TimeSpan Warms = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WarmsUnderAttack = TimeSpan.FromSeconds(4);

    private readonly AnswerTimes _times = new();
    private readonly ConcurrentBag<double> _attacked = [];
    private readonly ConcurrentBag<double> _alone = [];
    private readonly List<long> _memory = [];
    private Novafence? _program;
    private Attackers? _attackers;
    private long _mostMemory;
    private long _attacks;
    private int _kills;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task Honest_deliveries_are_taken_whatever_others_do()
    {
        var seconds = int.TryParse(Environment.GetEnvironmentVariable("NOVAFENCE_SOAK_SECONDS"), CultureInfo.InvariantCulture, out var set) ? set : 60;
        await using var own = new CloudAndLedger();
        await own.InitializeAsync();
        foreach (var (name, value) in new (string, string)[]
        {
            ("Connections__Max", MaxConnections.ToString(CultureInfo.InvariantCulture)), ("Receivers__PagerDuty__Secrets__0", "the-secret-of-pagerduty"),
            ("Audit__Schedule", "*/5 * * * * *"), ("Budget__MaxHosts", "5"), ("Budget__MaxShare", "1"), ("Budget__MaxPerHour", "300"), ("Budget__MaxPerHostPerHour", "100"), ("Storm__MinHosts", "500"),
            ("Cloud__ReportInterval", "00:00:02"),
        })
        {
            own.Surroundings.Variables["NovaFence__" + name] = value;
        }

        var port = Ports.Free();
        _program = Start(own, port);
        using var client = Client(port);
        await _program.WhenPrintedAsync("listens on");
        await ReadyAsync(client);
        using var ends = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        // Of one host at most a hundred force-downs an hour are let through, and of all three hundred.
        var pause = TimeSpan.FromSeconds(Math.Max(0.6, seconds / 100.0));
        HonestSender[] senders = [.. Enumerable.Range(1, 5).Select(number => new HonestSender(own.Cloud, client, $"compute{number}", pause, _times))];
        var honest = Task.WhenAll(senders.Select(sender => Task.Run(() => sender.RunAsync(ends.Token))));
        await DisturbAsync(own, port, client, TimeSpan.FromSeconds(seconds), ends.Token);
        await honest;
        await AttackAsync(port, attack: false);

        await AgreeAsync(own, client, senders, _program);
        Print(senders);

        senders.SelectMany(sender => sender.Wrong).Should().BeEmpty();
        senders.Sum(sender => sender.Held).Should().Be(0, "nothing is held that only others disturb");
        senders.Sum(sender => sender.Taken).Should().BeGreaterThan(seconds / 5);
        _mostMemory.Should().BeLessThan(512L * 1024 * 1024);
    }

    public async ValueTask DisposeAsync()
    {
        if (_attackers is not null)
            await _attackers.DisposeAsync();
        if (_program is not null)
            await _program.DisposeAsync();
    }

    /// <summary>A period with attackers and one without, in turns the one first and the other, and then something goes away under attack; and so on.</summary>
    private async Task DisturbAsync(CloudAndLedger own, int port, HttpClient client, TimeSpan whole, CancellationToken stop)
    {
        var began = Stopwatch.GetTimestamp();
        var kills = -1;
        for (var turn = 0; !stop.IsCancellationRequested; turn++)
        {
            if (kills != _kills)
            {
                kills = _kills;
                await AttackAsync(port, attack: true);
                await Task.Delay(WarmsUnderAttack, Token);
            }

            await AttackAsync(port, attack: false);
            await Task.Delay(Warms, Token);
            await CompareAsync(port, attack: turn % 2 == 0);
            await CompareAsync(port, attack: turn % 2 != 0);
            var isSecondHalf = Stopwatch.GetElapsedTime(began) > whole / 2;
            Measure(isSecondHalf);
            if (stop.IsCancellationRequested)
                break;

            await AttackAsync(port, attack: true);
            switch (turn % 4)
            {
                case 0 or 2 when !isSecondHalf:
                    await _program!.SignalAsync("KILL");
                    await _program.DisposeAsync();
                    _program = Start(own, port);
                    _kills++;
                    break;
                case 0 or 1:
                    await own.Cloud.DisconnectAsync();
                    await Task.Delay(Outage, Token);
                    await own.Cloud.ConnectAsync(Token);
                    break;
                case 2:
                    own.Cloud.KeystoneFault = new Sandbox.Fault(Sandbox.FaultKind.Dropped);
                    await Task.Delay(Outage, Token);
                    own.Cloud.KeystoneFault = null;
                    break;
                default:
                    await LockedAsync(own.Surroundings.File("ledger.db"));
                    break;
            }

            await ReadyAsync(client);
            Measure(false);
        }
    }

    /// <summary>Nothing disturbs but the attackers, or nobody does.</summary>
    private async Task CompareAsync(int port, bool attack)
    {
        await AttackAsync(port, attack);
        var (server, here) = Processor();
        _times.Compare(attack ? _attacked : _alone);
        await Task.Delay(Compared, Token);
        _times.Compare(null);
        var (serverNow, hereNow) = Processor();
        output.WriteLine(FormattableString.Invariant($"{(attack ? "attacked" : "alone   ")}: the server worked {(serverNow - server).TotalSeconds:0.0} s, the others {(hereNow - here).TotalSeconds:0.0} s"));
        // What began in this period is answered in it.
        await Patience.UntilAsync("what is under way is answered", () => Task.FromResult(_times.UnderWay == 0));
    }

    /// <summary>What the server has worked, and what those have who send, attack and are its Nova.</summary>
    private (TimeSpan Server, TimeSpan Here) Processor()
    {
        using var process = Process.GetProcessById(_program!.Id);
        return (process.TotalProcessorTime, Environment.CpuUsage.TotalTime);
    }

    private async Task AttackAsync(int port, bool attack)
    {
        if (attack == _attackers is not null)
            return;
        if (attack)
        {
            _attackers = new Attackers(port, (MaxConnections / 8) + 8);
            _attackers.Start();
            return;
        }

        var ended = _attackers!;
        _attackers = null;
        await ended.DisposeAsync();
        _attacks += ended.Connected;
    }

    private void Print(HonestSender[] senders)
    {
        var (attacked, alone) = (AnswerTimes.Quantile(_attacked, 0.99), AnswerTimes.Quantile(_alone, 0.99));
        foreach (var result in (FormattableString[])
        [
            $"soak_deliveries={senders.Sum(sender => sender.Taken)}", $"soak_repeats={senders.Sum(sender => sender.Repeated)}", $"soak_held={senders.Sum(sender => sender.Held)}",
            $"soak_unset_by_operator={senders.Sum(sender => sender.UnsetByOperator)}", $"soak_attacks={_attacks}", $"soak_kills={_kills}", $"soak_p99_ms={AnswerTimes.Quantile(_times.All, 0.99):0}",
            $"soak_p99_attacked_ms={attacked:0} of {_attacked.Count}, median {AnswerTimes.Quantile(_attacked, 0.5):0}", $"soak_p99_alone_ms={alone:0} of {_alone.Count}, median {AnswerTimes.Quantile(_alone, 0.5):0}",
            $"soak_p99_ratio={attacked / alone:0.00}", $"soak_most_memory_mib={_mostMemory / 1024 / 1024}",
            $"soak_memory_mib={string.Join(", ", (long[])[.. _memory.Take(1), .. _memory.Skip(_memory.Count / 2).Take(1), .. _memory.TakeLast(1)])} (start, middle, end of one process)",
        ])
        {
            output.WriteLine("RESULT " + FormattableString.Invariant(result));
        }
    }

    private static Novafence Start(CloudAndLedger own, int port) => Novafence.Start(own.Surroundings, "serve", "--port", port.ToString(CultureInfo.InvariantCulture));

    /// <summary>From 127.0.0.1, and a connection of its own for each request, as a sender that has just begun.</summary>
    private static HttpClient Client(int port)
    {
        var client = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero, ConnectTimeout = TimeSpan.FromSeconds(5) })
        {
            BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")),
            Timeout = TimeSpan.FromSeconds(10),
        };
        client.DefaultRequestHeaders.Authorization = new("Bearer", CloudAndLedger.OperatorToken);
        return client;
    }

    private static async Task ReadyAsync(HttpClient client)
    {
        using var bound = new CancellationTokenSource(Patience.Bound);
        while (true)
        {
            try
            {
                if ((await client.GetAsync("/api/health/ready", bound.Token)).IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException gone) when (gone.InnerException is SocketException or IOException or null)
            {
                // It does not listen yet.
            }

            await Task.Delay(100, bound.Token);
        }
    }

    /// <summary>Another process writes for a while.</summary>
    private static async Task LockedAsync(string file)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString);
        await connection.OpenAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await Task.Delay(Outage, Token);
        await transaction.RollbackAsync(Token);
    }

    private void Measure(bool keep)
    {
        using var process = Process.GetProcessById(_program!.Id);
        _mostMemory = Math.Max(_mostMemory, process.WorkingSet64);
        if (keep)
            _memory.Add(process.WorkingSet64 / 1024 / 1024);
    }

    /// <summary>Waits until Nova and the ledger are where the newest accepted events want each host.</summary>
    private static async Task AgreeAsync(CloudAndLedger own, HttpClient client, HonestSender[] senders, Novafence program)
    {
        using var bound = new CancellationTokenSource(Settles);
        while (true)
        {
            var said = await client.GetStringAsync("/api/hosts", Token);
            var hosts = JsonNode.Parse(said)!["hosts"]!.AsArray();
            var down = own.Down;
            var differ = (from sender in senders
                          where sender.IsDown is not null
                          let isDown = sender.IsDown == true
                          let state = hosts.Single(host => host!["host"]!.GetValue<string>() == sender.Host)!["state"]!.GetValue<string>()
                          where state != (isDown ? "down" : "clear") || down.Contains(sender.Host) != isDown
                          select $"{sender.Host}: the newest event wants it {(isDown ? "down" : "up")}, the ledger says {state}, Nova {(down.Contains(sender.Host) ? "down" : "up")}").ToList();
            if (differ.Count == 0)
                return;
            if (bound.IsCancellationRequested)
                differ.Should().BeEmpty("they agree in the end, and the hosts are {0}; it says {1}", said, program.Output);
            foreach (var sender in senders.Where(sender => sender.IsDown == false))
                await sender.UnsetAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(500), Token);
        }
    }
}
