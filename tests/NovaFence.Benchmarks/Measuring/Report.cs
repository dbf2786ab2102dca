using System.Globalization;

namespace NovaFence.Benchmarks.Measuring;

/// <summary>What is printed: tables for people, and one line per figure for whoever compares runs.</summary>
internal sealed class Report(TextWriter output)
{
    /// <summary>What was found out on the way.</summary>
    public static void Note(string text) => Console.Error.WriteLine(text);

    public void Line(string text = "") => output.WriteLine(text);

    /// <summary>The samples beside each other; the first one is the floor.</summary>
    public void Table(string title, IReadOnlyList<Samples> all)
    {
        var floor = all[0];
        Line();
        Line(string.Create(CultureInfo.InvariantCulture, $"{title,-38}{"n",6}{"p50 ms",9}{"p95 ms",9}{"p99 ms",9}   ratio p50   p95   p99  CPU ms"));
        foreach (var samples in all)
        {
            Line(string.Create(
                CultureInfo.InvariantCulture,
                $"  {samples.Name,-36}{samples.Count,6}{samples.Percentile(0.5),9:0.00}{samples.Percentile(0.95),9:0.00}{samples.Percentile(0.99),9:0.00}{Ratio(0.5),12:0.00}{Ratio(0.95),6:0.00}{Ratio(0.99),6:0.00}{samples.Processor,8:0.00}"));

            double Ratio(double share) => samples.Percentile(share) / floor.Percentile(share);
        }
    }

    /// <summary>A figure.</summary>
    public void Result(string name, double value) => Line(string.Create(CultureInfo.InvariantCulture, $"RESULT {name} {value:0.00}"));
}
