using System.Diagnostics;
using System.Globalization;

namespace NovaFence.Server.Tests.Soak;

/// <summary>
/// Short periods in turns: nobody attacks; the same attackers attack a listener of their own, so that what they work on this machine is known; they attack the
/// server. How long the honest answers take in each.
/// </summary>
internal sealed class Comparison(AnswerTimes times, AttackProcess attackers, int port, Action<string> print)
{
    private static readonly TimeSpan Compared = TimeSpan.FromSeconds(3);

    // Attackers who have just come are let close a thousand connections at once, and what was under way when they came or went belongs to neither.
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(1500);

    private readonly Side[] _sides = [new("alone", null), new("idle", 0), new("attacked", port)];

    /// <summary>One period of each, in an order that turns with each call; one in which everything is told to stop does not count.</summary>
    public async Task CompareAsync(int turn, int serverId, CancellationToken stop, CancellationToken cancellationToken)
    {
        foreach (var side in turn % 2 == 0 ? _sides : _sides.Reverse())
        {
            await attackers.AttackAsync(side.Port);
            await Task.Delay(Between, cancellationToken);
            var period = new AnswerTimes.Period();
            var before = await WorkedAsync(serverId);
            times.Compare(period);
            await Task.Delay(Compared, cancellationToken);
            times.Compare(null);
            if (stop.IsCancellationRequested)
                return;
            var after = await WorkedAsync(serverId);
            // What began in this period is answered in it.
            await Patience.UntilAsync("what is under way is answered", () => Task.FromResult(period.UnderWay == 0));
            side.Add(period.Times);
            var (server, here, attack, machine) = (after.Server - before.Server, after.Here - before.Here, after.Attackers - before.Attackers, after.Machine - before.Machine);
            print(string.Create(CultureInfo.InvariantCulture, $"{side.Name,-8} {period.Times.Count} answers, p50 {AnswerTimes.Quantile(period.Times, 0.5):0.0}, p99 {AnswerTimes.Quantile(period.Times, 0.99):0.0}, most {period.Times.DefaultIfEmpty().Max():0.0} ms; worked: server {server.TotalSeconds:0.0}, senders and Nova {here.TotalSeconds:0.0}, attackers {attack.TotalSeconds:0.0}, others {(machine - server - here - attack).TotalSeconds:0.0} s"));
        }
    }

    /// <summary>The lines of the result.</summary>
    public IEnumerable<string> Results()
    {
        foreach (var side in _sides)
            yield return string.Create(CultureInfo.InvariantCulture, $"soak_p99_{side.Name}_ms={side.P99:0.0} of {side.Times.Count}, median {AnswerTimes.Quantile(side.Times, 0.5):0.0}, the periods' p99 {side.MedianP99:0.0} in the middle");
        var (alone, idle, attacked) = (_sides[0], _sides[1], _sides[2]);
        yield return string.Create(CultureInfo.InvariantCulture, $"soak_p99_ratio={attacked.P99 / alone.P99:0.00}, of the periods' {attacked.MedianP99 / alone.MedianP99:0.00}");
        yield return string.Create(CultureInfo.InvariantCulture, $"soak_p99_ratio_to_idle={attacked.P99 / idle.P99:0.00}, of the periods' {attacked.MedianP99 / idle.MedianP99:0.00} (the attackers work as much there, at a listener of their own)");
    }

    private async Task<(TimeSpan Server, TimeSpan Here, TimeSpan Attackers, TimeSpan Machine)> WorkedAsync(int serverId)
    {
        await attackers.AskAsync();
        using var process = Process.GetProcessById(serverId);
        return (process.TotalProcessorTime, Environment.CpuUsage.TotalTime, attackers.Worked, Machine());
    }

    /// <summary>What all processors of the machine have worked, by <c>/proc/stat</c>, in hundredths of a second: all but idle, iowait and steal.</summary>
    private static TimeSpan Machine()
    {
        if (!OperatingSystem.IsLinux())
            return TimeSpan.Zero;
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(field => long.Parse(field, CultureInfo.InvariantCulture)).ToArray();
        return TimeSpan.FromMilliseconds(10 * (fields[0] + fields[1] + fields[2] + fields[5] + fields[6]));
    }

    private sealed class Side(string name, int? port)
    {
        private readonly List<double> _p99 = [];

        public string Name => name;

        public int? Port => port;

        public List<double> Times { get; } = [];

        public double P99 => AnswerTimes.Quantile(Times, 0.99);

        public double MedianP99 => AnswerTimes.Quantile(_p99, 0.5);

        public void Add(IReadOnlyCollection<double> period)
        {
            Times.AddRange(period);
            _p99.Add(AnswerTimes.Quantile(period, 0.99));
        }
    }
}
