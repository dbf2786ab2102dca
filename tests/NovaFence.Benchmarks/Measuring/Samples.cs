namespace NovaFence.Benchmarks.Measuring;

/// <summary>Times of one arm.</summary>
internal sealed class Samples(string name)
{
    private readonly List<double> _milliseconds = [];
    private TimeSpan _processor;

    public string Name { get; } = name;

    public int Count => _milliseconds.Count;

    /// <summary>Processor time of this process per sample, mean, in milliseconds; what the ledger's or the cloud's own processes use is not in it.</summary>
    public double Processor => _processor.TotalMilliseconds / Math.Max(1, Count);

    public void Add(TimeSpan time) => _milliseconds.Add(time.TotalMilliseconds);

    /// <summary>Adds those of another.</summary>
    public void AddRange(Samples other)
    {
        _milliseconds.AddRange(other._milliseconds);
        _processor += other._processor;
    }

    /// <summary>Takes a sample and what it cost.</summary>
    public async Task TakeAsync(Func<Task<TimeSpan>> measure)
    {
        var before = Environment.CpuUsage.TotalTime;
        Add(await measure());
        _processor += Environment.CpuUsage.TotalTime - before;
    }

    /// <summary>In milliseconds, by nearest rank: a time that really occurred.</summary>
    public double Percentile(double share)
    {
        var sorted = _milliseconds.Order().ToList();
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Count) - 1, 0, sorted.Count - 1)];
    }
}
