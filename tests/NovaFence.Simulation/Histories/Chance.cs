namespace NovaFence.Simulation.Histories;

/// <summary>Draws what a history is made of.</summary>
internal sealed class Chance(int seed)
{
    private readonly Random _random = new(seed);

    internal bool Is(double probability) => _random.NextDouble() < probability;

    internal int Next(int least, int most) => _random.Next(least, most + 1);

    internal T Of<T>(IReadOnlyList<T> any) => any[_random.Next(any.Count)];

    /// <summary>A time between two, in whole milliseconds.</summary>
    internal TimeSpan Time(double leastSeconds, double mostSeconds) =>
        TimeSpan.FromMilliseconds(_random.Next((int)(leastSeconds * 1000), (int)(mostSeconds * 1000) + 1));

    /// <summary>Mostly short, now and then long.</summary>
    internal TimeSpan Uneven(double longestSeconds) => Is(0.6) ? Time(0, Math.Min(0.1, longestSeconds)) : Time(0, longestSeconds);
}
