using System.Globalization;
using NovaFence.Core.Alerts;

namespace NovaFence.Core.Decisions.Rules;

/// <summary>6. Is NovaFence running, and this host not in maintenance? What only observes is asked at the end, when it is known what it would have done.</summary>
internal sealed class PauseRule : IRule
{
    public Verdict? Decide(AlertEvent alert, Situation situation)
    {
        if (situation.Pause is not { } pause)
            return null;
        var until = pause.Until is { } end ? string.Create(CultureInfo.InvariantCulture, $"until {end:u}") : "until somebody resumes";
        return new Verdict(VerdictKind.Held, Reason.Paused, $"{(pause.Host is null ? "NovaFence" : "this host")} is paused {until}: {pause.Reason} (by {pause.By})");
    }
}
