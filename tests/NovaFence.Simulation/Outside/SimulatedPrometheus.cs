using NovaFence.Core.Power;
using NovaFence.Simulation.Instances;
using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Outside;

/// <summary>A Prometheus that scrapes every host every five seconds; asked until trouble stops it may be slow, or not answer.</summary>
internal sealed class SimulatedPrometheus(World world)
{
    /// <summary>Two samples, and as long as the younger one may be old.</summary>
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(10);

    // By itself, so that histories that ask for no samples stay as they are.
    private readonly Random _random = new(world.History.Seed);

    /// <summary>What it answered.</summary>
    internal List<Sampled> Reads { get; } = [];

    internal Task<SampleRead> ReadAsync(Instance by, string host)
    {
        var answer = new Answer<SampleRead>(CancellationToken.None);
        var began = world.Clock.Now;
        var kind = world.IsEnding ? 9 : _random.Next(10);
        world.Clock.In(TimeSpan.FromMilliseconds(_random.Next(1, 50)), () =>
        {
            bool? holds = kind == 0 ? null : !world.Cloud.Named(host).Heart.Lived(world.Clock.Now - Watched, world.Clock.Now);
            world.Clock.In(TimeSpan.FromMilliseconds(kind is 0 or 1 ? _random.Next(5_000) : _random.Next(1, 50)), () =>
            {
                world.Tell($"{by} reads the samples of {host}: {(holds is { } known ? known ? "0" : "1" : "no answer")}");
                Reads.Add(new Sampled(world.NextNumber(), world.Clock.Now, by, host, holds));
                answer.Give(new SampleRead(holds, began + by.Ahead, world.Clock.Now + by.Ahead, holds is { } found ? found ? "0" : "1" : "no answer"));
            });
        });
        return answer.Task;
    }
}

/// <summary>What Prometheus said to an instance.</summary>
/// <param name="Number">When it had answered, in the order of everything that happened.</param>
/// <param name="At">When.</param>
/// <param name="By">Who had asked.</param>
/// <param name="Host">Of which host.</param>
/// <param name="Holds">Whether the host did not answer; null where nothing was to be had.</param>
internal sealed record Sampled(long Number, DateTimeOffset At, Instance By, string Host, bool? Holds);
