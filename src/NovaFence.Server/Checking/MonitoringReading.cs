using NovaFence.Core.Alerts;

namespace NovaFence.Server.Checking;

/// <summary>What a monitoring system watches, or why that is not known.</summary>
internal abstract record MonitoringReading
{
    private MonitoringReading() { }

    /// <param name="Where">Which one, for a sentence.</param>
    /// <param name="What"><c>targets</c> or <c>alerts</c>.</param>
    /// <param name="ByRoute">Whether only those count that a route takes.</param>
    /// <param name="All">Each as an alert of it would look.</param>
    internal sealed record Read(string Where, string What, bool ByRoute, IReadOnlyList<AlertEvent> All) : MonitoringReading;

    internal sealed record Unreadable(string Why) : MonitoringReading;
}
