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
/// away. Each honest delivery is taken within its window and none is refused; afterwards Nova, ledger and the newest accepted event of each host agree.
/// </summary>
public sealed class SoakTests(ITestOutputHelper output)
{
    private const int MaxConnections = 256;

    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Settles = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(3);

    private readonly ConcurrentBag<double> _answeredMs = [];
    private long _mostMemory;
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
        var program = Start(own, port);
        using var client = Client(port);
        try
        {
            await program.WhenPrintedAsync("listens on");
            await ReadyAsync(client);
            using var ends = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
            // Of one host at most a hundred force-downs an hour are let through, and of all three hundred.
            var pause = TimeSpan.FromSeconds(Math.Max(0.6, seconds / 100.0));
            HonestSender[] senders = [.. Enumerable.Range(1, 5).Select(number => new HonestSender(own.Cloud, client, $"compute{number}", pause, _answeredMs))];
            long attacks;
            await using (var attackers = new Attackers(port, (MaxConnections / 8) + 8))
            {
                attackers.Start();
                var honest = Task.WhenAll(senders.Select(sender => Task.Run(() => sender.RunAsync(ends.Token))));
                for (var turn = 0; !ends.IsCancellationRequested; turn++)
                {
                    await Task.Delay(Between, Token);
                    switch (turn % 4)
                    {
                        case 0:
                            await program.SignalAsync("KILL");
                            await program.DisposeAsync();
                            program = Start(own, port);
                            _kills++;
                            break;
                        case 1:
                            await own.Cloud.DisconnectAsync();
                            await Task.Delay(Outage, Token);
                            await own.Cloud.ConnectAsync(Token);
                            break;
                        case 2:
                            await LockedAsync(own.Surroundings.File("ledger.db"));
                            break;
                        default:
                            own.Cloud.KeystoneFault = new Sandbox.Fault(Sandbox.FaultKind.Dropped);
                            await Task.Delay(Outage, Token);
                            own.Cloud.KeystoneFault = null;
                            break;
                    }

                    Measure(program);
                }

                await honest;
                attacks = attackers.Connected;
            }

            await AgreeAsync(own, client, senders, program);
            var sorted = _answeredMs.Order().ToList();
            foreach (var result in (string[])
            [
                $"soak_deliveries={senders.Sum(sender => sender.Taken)}", $"soak_repeats={senders.Sum(sender => sender.Repeated)}", $"soak_held={senders.Sum(sender => sender.Held)}",
                $"soak_attacks={attacks}", $"soak_kills={_kills}", $"soak_p99_ms={sorted[(int)(sorted.Count * 0.99)]:0}", $"soak_most_memory_mib={_mostMemory / 1024 / 1024}",
            ])
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"RESULT {result}"));
            }

            senders.SelectMany(sender => sender.Wrong).Should().BeEmpty();
            senders.Sum(sender => sender.Taken).Should().BeGreaterThan(seconds / 5);
            _mostMemory.Should().BeLessThan(512L * 1024 * 1024);
        }
        finally
        {
            await program.DisposeAsync();
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

    private void Measure(Novafence program)
    {
        using var process = Process.GetProcessById(program.Id);
        _mostMemory = Math.Max(_mostMemory, process.WorkingSet64);
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
            await Task.Delay(TimeSpan.FromMilliseconds(500), Token);
        }
    }
}
