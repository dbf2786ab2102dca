using Microsoft.Extensions.Logging;
using NovaFence.Core.Telemetry;

namespace NovaFence.Http.Access;

/// <summary>
/// Lines of the log that anybody can cause who proves nothing: so many in a period, and then how many were left out. Else he would fill the disk, make a journal that
/// takes only so many lines leave out the verdicts, and keep others waiting for a log that is slow.
/// </summary>
internal sealed partial class UnprovenLines(TimeProvider clock, ILogger<UnprovenLines> logger)
{
    /// <summary>Most lines in a period.</summary>
    internal const int Most = 20;

    /// <summary>The period.</summary>
    internal static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly LineLimit _limit = new(Most, Period, clock);

    /// <summary>Whether one may be written now; says before it how many were not.</summary>
    public bool TryTake()
    {
        if (!_limit.TryTake(out var leftOut))
            return false;
        if (leftOut > 0)
            Log.LeftOut(logger, leftOut);
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(4102, LogLevel.Warning, "{LeftOut} more requests that proved nothing were refused than are logged; novafence_deliveries_total counts those of senders")]
        public static partial void LeftOut(ILogger logger, long leftOut);
    }
}
