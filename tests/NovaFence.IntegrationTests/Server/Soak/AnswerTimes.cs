using System.Collections.Concurrent;

namespace NovaFence.Server.Tests.Soak;

/// <summary>How long the answers took, of all deliveries and of those that began in a period that is compared.</summary>
internal sealed class AnswerTimes
{
    private readonly ConcurrentBag<double> _all = [];
    private volatile ConcurrentBag<double>? _compared;
    private int _underWay;

    /// <summary>Of all, in milliseconds.</summary>
    public IReadOnlyCollection<double> All => _all;

    /// <summary>How many deliveries wait for their answers.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>What begins from now on counts for these too; null: for no period.</summary>
    public void Compare(ConcurrentBag<double>? period) => _compared = period;

    /// <summary>Sends one delivery; what throws is not counted.</summary>
    public async Task<HttpResponseMessage> MeasureAsync(Func<Task<HttpResponseMessage>> send)
    {
        var (period, began) = (_compared, System.Diagnostics.Stopwatch.GetTimestamp());
        Interlocked.Increment(ref _underWay);
        try
        {
            var answer = await send();
            var took = System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            _all.Add(took);
            period?.Add(took);
            return answer;
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    /// <summary>What so many of them did not exceed; 0 where there are none.</summary>
    public static double Quantile(IReadOnlyCollection<double> times, double share) => times.Order().Skip((int)(times.Count * share)).FirstOrDefault();
}
