using NovaFence.Core.Power;
using NovaFence.Simulation.Instances;
using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Outside;

/// <summary>The machine of a compute host: its power, and what its BMC says of it.</summary>
internal sealed class Machine(World world, string name, Bmc bmc)
{
    private static readonly Bmc[] Kinds = [Bmc.Honest, Bmc.Honest, Bmc.Honest, Bmc.Honest, Bmc.Honest, Bmc.Slow, Bmc.DeadWithItsHost, Bmc.Swapped, Bmc.Busy, Bmc.Lying];

    private readonly List<(DateTimeOffset From, PowerReading State)> _states = [(world.Clock.Start, PowerReading.On)];
    private int _reads;
    private int _lies;

    internal Bmc Bmc => bmc;

    /// <summary>When its BMC was told to switch it off.</summary>
    internal List<Told> Told { get; } = [];

    internal static Machine Of(World world, string name, int number) => new(world, name, Kinds[((world.History.Seed / 4) + (number * 3)) % Kinds.Length]);

    /// <summary>Its state at that moment.</summary>
    internal PowerReading At(DateTimeOffset moment) => _states.FindLast(state => state.From <= moment) is { From: var from, State: var state } && from <= moment ? state : PowerReading.On;

    /// <summary>Since when it is off without a break; null where it is not.</summary>
    internal DateTimeOffset? OffSince => _states[^1] is { State: PowerReading.Off, From: var from } ? from : null;

    /// <summary>Whether it was off at two moments so far apart, of which the second is not older than that.</summary>
    internal bool WasOffTwice(DateTimeOffset before, TimeSpan apart, TimeSpan within, TimeSpan usedWithin)
    {
        for (var second = before; second >= before - usedWithin; second -= TimeSpan.FromMilliseconds(100))
        {
            if (At(second) != PowerReading.Off)
                continue;
            for (var first = second - apart; first >= second - within; first -= TimeSpan.FromMilliseconds(100))
            {
                if (At(first) == PowerReading.Off)
                    return true;
            }
        }

        return false;
    }

    /// <summary>Its nova-compute dies: mostly because the machine does.</summary>
    internal void Die()
    {
        switch (world.Random.Next(8))
        {
            case 0 or 1:
            // It hangs, for somebody to switch it off.
            case <= 5 when world.History.Setup.SwitchesOff:
                return;
            case 2:
                // It goes off, is switched on by a policy of its BMC, and fails again.
                Becomes(TimeSpan.Zero, PowerReading.Off);
                Becomes(TimeSpan.FromSeconds(1 + (world.Random.NextDouble() * 8)), PowerReading.On);
                Becomes(TimeSpan.FromSeconds(10 + (world.Random.NextDouble() * 8)), PowerReading.Off);
                return;
            case 3 or 4:
                Becomes(TimeSpan.Zero, PowerReading.PoweringOff);
                Becomes(TimeSpan.FromSeconds(world.Random.NextDouble() * 6), PowerReading.Off);
                return;
            default:
                Becomes(TimeSpan.Zero, PowerReading.Off);
                return;
        }
    }

    /// <summary>Its nova-compute reports: it runs.</summary>
    internal void Boot() => Becomes(TimeSpan.Zero, PowerReading.On);

    internal Task<PowerRead> ReadAsync(Instance by)
    {
        var began = world.Clock.Now + by.Ahead;
        var answer = new Answer<PowerRead>(CancellationToken.None);
        var number = ++_reads;
        world.Soon(() =>
        {
            var reading = Says(number, At(world.Clock.Now));
            Action give = () =>
            {
                world.Tell($"{by} reads the power of {name}: {reading}");
                answer.Give(new PowerRead(reading, began, world.Clock.Now + by.Ahead, reading.ToString()));
            };
            if (bmc == Bmc.Slow)
                world.Clock.In(TimeSpan.FromSeconds(4 + (world.Random.NextDouble() * 5)), give);
            else
                world.Soon(give);
        });
        return answer.Task;
    }

    /// <summary>Told to go off. Its BMC takes it, would not, says nothing and does it, or says that it will and does not.</summary>
    internal async Task<PowerOffReply> SwitchOffAsync(Instance by, Func<CancellationToken, Task<string?>> isStillMeant, CancellationToken cancellationToken)
    {
        var first = await ReadAsync(by);
        if (!Runs(first))
            return new PowerOffReply(PowerOffStatus.NotSent, first.Facts, first);
        var asked = world.Clock.Now;
        if (await isStillMeant(cancellationToken) is { } why)
        {
            world.Tell($"{by} does not tell the BMC of {name}: {why}");
            return new PowerOffReply(PowerOffStatus.NotSent, why, null);
        }

        var again = await ReadAsync(by);
        // As whoever speaks to a BMC has to: what was meant long ago is not sent.
        return Runs(again) && world.Clock.Now - asked <= PowerOffSent.MeantFor ? await TellAsync(by, again) : new PowerOffReply(PowerOffStatus.NotSent, again.Facts, again);
    }

    private static bool Runs(PowerRead read) => read.Reading is PowerReading.On or PowerReading.PoweringOn or PowerReading.Paused;

    private Task<PowerOffReply> TellAsync(Instance by, PowerRead read)
    {
        var answer = new Answer<PowerOffReply>(CancellationToken.None);
        var (way, late) = (world.Random.Next(8), TimeSpan.FromSeconds(world.Random.NextDouble() * 100));
        world.Soon(() =>
        {
            world.Tell($"{by} tells the BMC of {name} ForceOff");
            Told.Add(new Told(world.NextNumber(), world.Clock.Now, by, MayAct: way != 0));
            switch (way)
            {
                case 0:
                    Give(PowerOffStatus.Refused);
                    return;
                case 1:
                    // It says nothing, and does it in the end.
                    GoesOff(late);
                    Give(PowerOffStatus.MayAct);
                    return;
                case 2:
                    Give(PowerOffStatus.Taken);
                    return;
                default:
                    if (way == 3)
                        Becomes(TimeSpan.Zero, PowerReading.PoweringOff);
                    GoesOff(way == 3 ? TimeSpan.FromSeconds(3 + (late.TotalSeconds / 20)) : TimeSpan.Zero);
                    Give(PowerOffStatus.Taken);
                    return;
            }
        });
        return answer.Task;

        void Give(PowerOffStatus status) => world.Soon(() => answer.Give(new PowerOffReply(status, status.ToString(), read)));
    }

    /// <summary>Its power goes, and with it its nova-compute, unless somebody has switched it on by then.</summary>
    private void GoesOff(TimeSpan after)
    {
        var when = world.Clock.Now + after;
        Becomes(after, PowerReading.Off);
        if (after == TimeSpan.Zero)
            Stop();
        else
            world.Clock.In(after, Stop);

        void Stop()
        {
            if (At(when) == PowerReading.Off)
                world.Cloud.Named(name).Heart.Stop(when);
        }
    }

    private PowerReading Says(int number, PowerReading state) => bmc switch
    {
        Bmc.DeadWithItsHost when state != PowerReading.On || world.Random.Next(6) == 0 => PowerReading.Unreachable,
        Bmc.Swapped when number % 3 == 0 => PowerReading.WrongMachine,
        Bmc.Busy when world.Random.Next(2) == 0 => PowerReading.Busy,
        Bmc.Lying when state == PowerReading.On && number - _lies > 3 => Lie(number),
        _ => state,
    };

    private PowerReading Lie(int number)
    {
        _lies = number;
        return PowerReading.Off;
    }

    private void Becomes(TimeSpan after, PowerReading state)
    {
        // What was to come is overtaken by what is so now.
        if (after == TimeSpan.Zero)
            _states.RemoveAll(other => other.From > world.Clock.Now);
        _states.Add((world.Clock.Now + after, state));
    }
}
