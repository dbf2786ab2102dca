using System.Collections.Concurrent;
using System.Diagnostics;

namespace NovaFence.Server.Tests.Soak;

/// <summary>How long deliveries took until they were taken, repeats and all: all of them, and those that began in a period that is compared.</summary>
internal sealed class AnswerTimes
{
    private readonly ConcurrentBag<double> _all = [];
    private volatile Period? _compared;

    /// <summary>Of all, in milliseconds.</summary>
    public IReadOnlyCollection<double> All => _all;

    /// <summary>What begins from now on counts for this period too; null: for none.</summary>
    public void Compare(Period? period) => _compared = period;

    /// <summary>A delivery begins.</summary>
    public Delivery Begin() => new(this, _compared);

    /// <summary>What so many of them did not exceed; 0 where there are none.</summary>
    public static double Quantile(IReadOnlyCollection<double> times, double share) => times.Order().Skip((int)(times.Count * share)).FirstOrDefault();

    /// <summary>Of a period, in milliseconds.</summary>
    internal sealed class Period
    {
        private int _underWay;

        public ConcurrentBag<double> Times { get; } = [];

        /// <summary>How many that began in it are not over.</summary>
        public int UnderWay => Volatile.Read(ref _underWay);

        internal void Begin() => Interlocked.Increment(ref _underWay);

        internal void End() => Interlocked.Decrement(ref _underWay);
    }

    /// <summary>One delivery, from its first try until it is taken or given up.</summary>
    internal sealed class Delivery : IDisposable
    {
        private readonly long _began = Stopwatch.GetTimestamp();
        private readonly AnswerTimes _times;
        private readonly Period? _period;

        public Delivery(AnswerTimes times, Period? period)
        {
            (_times, _period) = (times, period);
            _period?.Begin();
        }

        public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_began);

        public void Taken()
        {
            var took = Elapsed.TotalMilliseconds;
            _times._all.Add(took);
            _period?.Times.Add(took);
        }

        public void Dispose() => _period?.End();
    }
}
