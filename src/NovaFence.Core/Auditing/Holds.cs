using NovaFence.Core.Bookkeeping;
using NovaFence.Core.Fencing;

namespace NovaFence.Core.Auditing;

/// <summary>Finds what waits for a person: alerts that want a host down and were not believed.</summary>
internal static class Holds
{
    /// <summary>One finding for each host that a held alert names, and for each such alert that names none.</summary>
    internal static IEnumerable<Finding> In(Page page)
    {
        foreach (var record in page.Records())
        {
            if (!record.IsDownForSure && record.Alerts.FirstOrDefault(alert => alert.IsHeld) is { } held)
                yield return Of(record.Host, record.State, held);
        }

        foreach (var waiting in page.Unresolved())
        {
            if (waiting.Alert.IsHeld)
                yield return Of(waiting.Name ?? Finding.NoHost, FenceState.Clear, waiting.Alert);
        }
    }

    private static Finding Of(string host, FenceState state, AlertEntry held) =>
        new(host, FindingKind.Held, state, "", $"{held.Hold}. If it is fenced: novafence force-down {host} --reason \"…\"");
}
