using System.Collections.Concurrent;

namespace NovaFence.Benchmarks.Measuring;

/// <summary>What a delivery's time is made of, as seen at NovaFence's ports.</summary>
internal sealed class Parts
{
    private readonly ConcurrentQueue<(string Part, TimeSpan Took)> _taken = new();

    public void Add(string part, TimeSpan took) => _taken.Enqueue((part, took));

    /// <summary>How often each part came, its median, and what all of its times sum up to per delivery. Forgets them.</summary>
    public void Print(Report report, string title, int deliveries)
    {
        report.Line();
        report.Line($"{title}, per delivery");
        foreach (var part in _taken.GroupBy(part => part.Part, StringComparer.Ordinal).OrderBy(part => part.Key, StringComparer.Ordinal))
        {
            var samples = new Samples(part.Key);
            foreach (var (_, took) in part)
                samples.Add(took);
            report.Line(FormattableString.Invariant(
                $"  {part.Key,-32}{(double)samples.Count / deliveries,7:0.0} times, p50 {samples.Percentile(0.5):0.00} ms, p95 {samples.Percentile(0.95):0.00} ms"));
        }

        _taken.Clear();
    }
}
