using Microsoft.Extensions.Logging;

namespace NovaFence.Http.Receivers;

internal sealed partial class Reception
{
    /// <summary>What is logged of deliveries: no labels, no bodies, no tokens. What became of each alert is logged by Core.</summary>
    private static partial class Log
    {
        [LoggerMessage(4000, LogLevel.Information, "{Receiver}: {Alerts} alerts taken in {ElapsedMs:0.0} ms")]
        public static partial void Delivered(ILogger logger, string receiver, int alerts, double elapsedMs);

        [LoggerMessage(4001, LogLevel.Warning, "{Receiver}: {Alerts} alerts, not all could be dealt with in {ElapsedMs:0.0} ms; the sender is asked to deliver again")]
        public static partial void ToBeRepeated(ILogger logger, string receiver, int alerts, double elapsedMs);

        [LoggerMessage(4002, LogLevel.Warning, "{Receiver}: delivery refused with {Status}: {Detail}")]
        public static partial void Refused(ILogger logger, string receiver, int status, string detail);

        [LoggerMessage(4003, LogLevel.Debug, "{Receiver} {Fingerprint}: ignored, {Reason}")]
        public static partial void Ignored(ILogger logger, string receiver, string fingerprint, string reason);

        [LoggerMessage(4004, LogLevel.Error, "{Receiver} {Fingerprint}: an authentic event was not understood and nothing was done about it: {Reason}")]
        public static partial void NotUnderstood(ILogger logger, string receiver, string fingerprint, string reason);

        [LoggerMessage(4005, LogLevel.Warning, "{Receiver}: {Warning}")]
        public static partial void Warning(ILogger logger, string receiver, string warning);

        [LoggerMessage(4007, LogLevel.Warning, "{Receiver}: the warning could not be written to the ledger")]
        public static partial void WarningNotKept(ILogger logger, string receiver);

        [LoggerMessage(4006, LogLevel.Information, "{Receiver}: the sender went away before its body was complete")]
        public static partial void SenderLeft(ILogger logger, string receiver);
    }
}
