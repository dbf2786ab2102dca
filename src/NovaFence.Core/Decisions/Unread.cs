using NovaFence.Core.Power;

namespace NovaFence.Core.Decisions;

/// <summary>Says what evidence that has to be read still lacks: each answer of a BMC but two <c>Off</c> is a hold of its own.</summary>
internal static class Unread
{
    /// <summary>Whether a hold is for what a BMC said, or has not said yet: it is decided anew with each of its answers.</summary>
    internal static bool IsOfPower(Reason reason) => reason is Reason.CheckingPower or Reason.PowerOn or Reason.NotSwitchedOff or Reason.GoingOff or Reason.PowerUnknown or Reason.WrongMachine
        or Reason.PowerRefused or Reason.PowerNotTrusted or Reason.PowerRedirected or Reason.PowerBusy or Reason.PowerUnreachable or Reason.PowerNotConfigured;

    /// <summary>The hold, with what each part found.</summary>
    internal static Verdict Lacking(Route route, Evidence evidence, EvidenceFacts facts)
    {
        // Where something else is missing too, no BMC is asked: its answer would let nothing through.
        var reason = evidence.Outstanding(facts).Any(part => part is Evidence.PowerOff) ? OfPower(facts) : Reason.NoEvidence;
        return new Verdict(VerdictKind.Held, reason, $"route '{route.Name}' wants {evidence}: {string.Join("; ", evidence.Conditions.Select(part => Found(part, facts)))}");
    }

    private static Reason OfPower(EvidenceFacts facts) => facts.Power switch
    {
        null or PowerReading.Off => Reason.CheckingPower,
        PowerReading.On or PowerReading.PoweringOn or PowerReading.Paused => facts.NotSwitchedOff is null ? Reason.PowerOn : Reason.NotSwitchedOff,
        PowerReading.PoweringOff => Reason.GoingOff,
        PowerReading.WrongMachine => Reason.WrongMachine,
        PowerReading.Refused => Reason.PowerRefused,
        PowerReading.NotTrusted => Reason.PowerNotTrusted,
        PowerReading.Redirected => Reason.PowerRedirected,
        PowerReading.Busy => Reason.PowerBusy,
        PowerReading.Unreachable => Reason.PowerUnreachable,
        PowerReading.NotConfigured => Reason.PowerNotConfigured,
        _ => Reason.PowerUnknown,
    };

    private static string Found(Evidence part, EvidenceFacts facts) => part switch
    {
        Evidence.PowerOff when part.IsMetBy(facts) => "off twice",
        Evidence.PowerOff when facts.Power is null => "power not read yet",
        Evidence.PowerOff when facts.Power == PowerReading.Off => "off once, and read back",
        Evidence.PowerOff when facts.NotSwitchedOff is { } told => $"{(facts.PowerFacts is { Length: > 0 } said ? said : $"power is {facts.Power}")}, {told}",
        Evidence.PowerOff => facts.PowerFacts is { Length: > 0 } said ? said : $"power is {facts.Power}",
        Evidence.Samples samples when facts.Samples.FirstOrDefault(read => read.Condition == samples.Mark) is { } read => read.Facts,
        Evidence.Samples => "Prometheus not asked yet",
        Evidence.Corroborated => FormattableString.Invariant($"{facts.Corroborating} alerts of different names agree"),
        _ => $"{part} {(part.IsMetBy(facts) ? "met" : "not met")}",
    };
}
