using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace NovaFence.Core.Telemetry;

/// <summary>
/// Lines of the log that a sender's deliveries cause: of each receiver so many in a minute, warnings apart, and then how many were left out. Else one that has gone wild, or
/// whoever has its token, would fill the disk, and what is done to hosts would be among the lines that a log loses which takes only so many.
/// </summary>
public sealed partial class DeliveryLines(TimeProvider clock, ILogger<DeliveryLines> logger)
{
    /// <summary>Most lines of one receiver in a period, and as many that are warnings or worse.</summary>
    public const int Most = 1000;

    /// <summary>The period.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Receiver, bool Warns), LineLimit> _limits = new();

    /// <summary>Whether one may be written now; says before it how many were not.</summary>
    /// <param name="receiver">The receiver's name, as it is configured.</param>
    /// <param name="level">The line's level.</param>
    public bool TryTake(string receiver, LogLevel level)
    {
        if (!_limits.GetOrAdd((receiver, level >= LogLevel.Warning), static (_, time) => new LineLimit(Most, Period, time), clock).TryTake(out var leftOut))
            return false;
        if (leftOut > 0)
            Log.LeftOut(logger, receiver, leftOut);
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(1006, LogLevel.Warning, "{Receiver}: {LeftOut} more lines about its deliveries were left out; the ledger has what was decided, and novafence_verdicts_total counts it")]
        internal static partial void LeftOut(ILogger logger, string receiver, long leftOut);
    }
}
