using NovaFence.Core.Power;

namespace NovaFence.Core.Decisions;

/// <summary>What there is for a route's evidence to look at.</summary>
/// <param name="Carried">What <see cref="Evidence.CarriedBy"/> said of the alert's newest firing event.</param>
/// <param name="Corroborating">How many <c>alertname</c>s agree on the host, this alert's counted.</param>
public sealed record EvidenceFacts(string? Carried, int Corroborating)
{
    /// <summary>Nothing at all.</summary>
    public static EvidenceFacts None { get; } = new(null, 0);

    /// <summary>Whether two answers of the BMC prove that the machine is off, and are young enough.</summary>
    public bool IsProvenOff { get; init; }

    /// <summary>What its BMC said last, since the alert was received; null where it was not asked.</summary>
    public PowerReading? Power { get; init; }

    /// <summary>What was said with it, for a person.</summary>
    public string? PowerFacts { get; init; }

    /// <summary>When that answer was complete, UTC.</summary>
    public DateTimeOffset? PowerReadAt { get; init; }

    /// <summary>Why its machine is not told (again) to go off yet, for a person; null where it may be.</summary>
    public string? NotSwitchedOff { get; init; }

    /// <summary>What Prometheus said since the alert was received, and is young enough.</summary>
    public IReadOnlyList<SamplesRead> Samples { get; init; } = [];

    /// <summary>Whether what has to be read counts as read and met: to see what else stands against an alert.</summary>
    public bool IsReadAssumed { get; init; }
}
