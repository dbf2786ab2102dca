using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;

namespace NovaFence.Http.Answers;

/// <summary>What became of one alert.</summary>
internal sealed record OutcomeAnswer(string Fingerprint, string? Host, VerdictKind Verdict, string Reason, HostState? State, long ElapsedMs)
{
    public static OutcomeAnswer Of(Outcome outcome) => new(
        outcome.Fingerprint,
        outcome.Host,
        outcome.Verdict.Kind,
        outcome.Verdict.Text,
        outcome.State,
        (long)Math.Round(outcome.Elapsed.TotalMilliseconds));
}
