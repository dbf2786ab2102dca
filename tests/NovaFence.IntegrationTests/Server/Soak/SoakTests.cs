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
/// In the rest of each minute nothing disturbs but the attackers, in short periods: <see cref="Comparison"/> prints how long the answers take.
/// In the second half nobody is killed, so that the memory of one process is known from its beginning to its end.
/// </summary>
public sealed class SoakTests(ITestOutputHelper output) : IAsyncDisposable
{
    private const int MaxConnections = 256;
    private const int OfOneAddress = MaxConnections / 8;

    // Five hosts go down and come up again; of two more, alerts come 80 times a second.
    private const int Fenced = 5;
    private const int Steady = 2;
    private const int AlertsOfEach = 12;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Settles = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Round = TimeSpan.FromMinutes(1);

    // What a process that has just started compiles is not what is compared.
    private static readonly TimeSpan Warms = TimeSpan.FromSeconds(5);

    private readonly AnswerTimes _times = new();
    private readonly AttackProcess _attackers = new(OfOneAddress + 8, OfOneAddress);
    private readonly List<long> _memory = [];
    private Novafence? _program;
    private long _mostMemory;
    private int _kills;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task Honest_deliveries_are_taken_whatever_others_do()
    {
        var seconds = int.TryParse(Environment.GetEnvironmentVariable("NOVAFENCE_SOAK_SECONDS"), CultureInfo.InvariantCulture, out var set) ? set : 60;
        await using var own = new CloudAndLedger { Hosts = Fenced + Steady };
        await own.InitializeAsync();
        foreach (var (name, value) in new (string, string)[]
        {
            ("Connections__Max", MaxConnections.ToString(CultureInfo.InvariantCulture)), ("Receivers__PagerDuty__Secrets__0", "the-secret-of-pagerduty"),
            ("Audit__Schedule", "*/5 * * * * *"), ("Budget__MaxHosts", "7"), ("Budget__MaxShare", "1"), ("Budget__MaxPerHour", "300"), ("Budget__MaxPerHostPerHour", "100"), ("Storm__MinHosts", "500"),
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
        HonestSender[] senders = [.. Enumerable.Range(1, Fenced).Select(number => new HonestSender(own.Cloud, client, $"compute{number}", pause, _times))];
        var steady = await SteadyAsync(own, client);
        var honest = Task.WhenAll([.. senders.Select(sender => Task.Run(() => sender.RunAsync(ends.Token))), .. steady.Select(sender => Task.Run(() => sender.RunAsync(ends.Token)))]);
        var comparison = new Comparison(_times, _attackers, port, output.WriteLine);
        await DisturbAsync(own, port, client, comparison, TimeSpan.FromSeconds(seconds), ends.Token);
        await honest;
        await _attackers.AttackAsync(null);

        await AgreeAsync(own, client, senders, _program);
        Deliverer[] all = [.. senders.Select(sender => sender.Deliverer), .. steady.Select(sender => sender.Deliverer)];
        Print(all, senders, comparison);

        all.SelectMany(deliverer => deliverer.Wrong).Should().BeEmpty();
        all.Sum(deliverer => deliverer.Held).Should().Be(0, "nothing is held that only others disturb");
        senders.Sum(sender => sender.Deliverer.Taken).Should().BeGreaterThan(seconds / 5);
        steady.Should().OnlyContain(sender => sender.Deliverer.Taken > seconds);
        _mostMemory.Should().BeLessThan(512L * 1024 * 1024);
    }

    public async ValueTask DisposeAsync()
    {
        await _attackers.DisposeAsync();
        if (_program is not null)
            await _program.DisposeAsync();
    }

    /// <summary>Two hosts that an alert of their own holds down to the end, and further alerts about them.</summary>
    private async Task<SteadySender[]> SteadyAsync(CloudAndLedger own, HttpClient client)
    {
        var hosts = Enumerable.Range(Fenced + 1, Steady).Select(number => $"compute{number}").ToList();
        foreach (var host in hosts)
        {
            own.Cloud.Crash(host);
            (await new Deliverer(client, _times).SendAsync(host, host, Deliverer.Now(), firing: true)).Should().Be("force-down");
        }

        return [.. from host in hosts from alert in Enumerable.Range(1, AlertsOfEach) select new SteadySender(client, host, alert, Pace, _times)];
    }

    /// <summary>In each minute everything goes away in turns under attack, and then nothing disturbs but the attackers.</summary>
    private async Task DisturbAsync(CloudAndLedger own, int port, HttpClient client, Comparison comparison, TimeSpan whole, CancellationToken stop)
    {
        var began = Stopwatch.GetTimestamp();
        while (!stop.IsCancellationRequested)
        {
            var round = Stopwatch.GetTimestamp();
            await _attackers.AttackAsync(port);
            if (Stopwatch.GetElapsedTime(began) < whole / 2)
                await KilledAsync(own, port);
            await ReadyAsync(client);
            await own.Cloud.DisconnectAsync();
            await Task.Delay(Outage, Token);
            await own.Cloud.ConnectAsync(Token);
            await ReadyAsync(client);
            own.Cloud.KeystoneFault = new Sandbox.Fault(Sandbox.FaultKind.Dropped);
            await Task.Delay(Outage, Token);
            own.Cloud.KeystoneFault = null;
            await ReadyAsync(client);
            await LockedAsync(own.Surroundings.File("ledger.db"));
            await ReadyAsync(client);
            await Task.Delay(Warms, Token);
            Measure();
            for (var turn = 0; Stopwatch.GetElapsedTime(round) < Round && !stop.IsCancellationRequested; turn++)
            {
                await comparison.CompareAsync(turn, _program!.Id, stop, Token);
                Measure();
            }
        }
    }

    private async Task KilledAsync(CloudAndLedger own, int port)
    {
        await _program!.SignalAsync("KILL");
        await _program.DisposeAsync();
        _program = Start(own, port);
        _kills++;
        _memory.Clear();
    }

    private void Print(Deliverer[] all, HonestSender[] senders, Comparison comparison)
    {
        foreach (var result in (string[])
        [
            .. comparison.Results(),
            .. ((FormattableString[])
            [
                $"soak_deliveries={all.Sum(deliverer => deliverer.Taken)}", $"soak_repeats={all.Sum(deliverer => deliverer.Repeated)}", $"soak_held={all.Sum(deliverer => deliverer.Held)}",
                $"soak_unset_by_operator={senders.Sum(sender => sender.UnsetByOperator)}", $"soak_attacks={_attackers.Connected}", $"soak_kills={_kills}", $"soak_p99_ms={AnswerTimes.Quantile(_times.All, 0.99):0}",
                $"soak_most_memory_mib={_mostMemory / 1024 / 1024}",
                $"soak_memory_mib={string.Join(", ", (long[])[.. _memory.Take(1), .. _memory.Skip(_memory.Count / 2).Take(1), .. _memory.TakeLast(1)])} (start, middle, end of one process)",
            ]).Select(FormattableString.Invariant),
        ])
        {
            output.WriteLine("RESULT " + result);
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

    private void Measure()
    {
        using var process = Process.GetProcessById(_program!.Id);
        _mostMemory = Math.Max(_mostMemory, process.WorkingSet64);
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
