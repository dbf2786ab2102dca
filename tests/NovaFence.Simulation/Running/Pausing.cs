using NovaFence.Core.Hosts;

namespace NovaFence.Simulation.Running;

/// <summary>An operator wants a host, or all of them, left alone, or no longer so, and what was answered.</summary>
internal sealed class Pausing(long number, TimeSpan at, string? host, bool pauses, TimeSpan? duration)
{
    /// <summary>When it was said, in the order of everything that happened.</summary>
    internal long Number => number;

    /// <summary>When it was said, from the history's beginning.</summary>
    internal TimeSpan At => at;

    /// <summary>The host; null for all.</summary>
    internal string? Host => host;

    /// <summary>Whether it pauses; otherwise it resumes.</summary>
    internal bool Pauses => pauses;

    /// <summary>For how long; null until somebody resumes.</summary>
    internal TimeSpan? Duration => duration;

    /// <summary>Whether it is a drill: decided is as ever, and nothing is sent.</summary>
    internal bool IsDrill { get; init; }

    /// <summary>Whether it was said when nothing of the history was under way any more.</summary>
    internal bool IsOfTheEnd { get; init; }

    internal long Answered { get; private set; } = long.MaxValue;

    internal bool IsDone { get; private set; }

    internal void Answer(long number, PauseResult result) => (Answered, IsDone) = (number, result is PauseResult.Done);
}
