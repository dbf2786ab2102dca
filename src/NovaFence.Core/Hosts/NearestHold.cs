using NovaFence.Core.Decisions;

namespace NovaFence.Core.Hosts;

/// <summary>Which of a host's holds a person is shown.</summary>
internal static class NearestHold
{
    /// <summary>The one that came furthest through the rules, and of those the one heard last: where one alert lacks its evidence and another waits for a place, the place is what matters.</summary>
    internal static AlertEntry? Among(IEnumerable<AlertEntry> alerts) => alerts.Where(alert => alert.IsHeld).MaxBy(alert => (alert.Held?.Reason, alert.LastSeen));

    /// <summary>Whether the rules came as far as to find its evidence met.</summary>
    internal static bool HasEvidence(AlertEntry held) => held.Held?.Reason >= Reason.Paused;
}
