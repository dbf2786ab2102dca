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
                yield return new Finding(record.Host, FindingKind.Held, record.State, "", $"{held.Hold}. If it is fenced: novafence force-down {record.Host} --reason \"…\"");
        }

        foreach (var waiting in page.Unresolved())
        {
            if (waiting.Alert.IsHeld)
            {
                // What an alert gives as a name is nothing to be pasted into a shell, and Nova knows no such host anyway.
                yield return new Finding(waiting.Name ?? Finding.NoHost, FindingKind.Held, FenceState.Clear, "", $"{waiting.Alert.Hold}. See docs/workflow.md");
            }
        }
    }
}
