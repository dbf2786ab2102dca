using System.Text.Json.Serialization;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;

namespace NovaFence.Http.Answers;

/// <summary>What became of one alert.</summary>
internal sealed record OutcomeAnswer(string Fingerprint, string? Host, VerdictKind Verdict, string Reason, HostState? State, long ElapsedMs)
{
    /// <summary>The command, for people, that takes back an operator's word that is recorded and not done; not written for any other outcome.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CallOff { get; init; }

    public static OutcomeAnswer Of(Outcome outcome) => new(
        outcome.Fingerprint,
        outcome.Host,
        outcome.Verdict.Kind,
        outcome.Verdict.Text,
        outcome.State,
        (long)Math.Round(outcome.Elapsed.TotalMilliseconds));

    /// <summary>What became of an operator's word.</summary>
    public static OutcomeAnswer Of(Outcome outcome, OperatorCommand word) => Of(outcome) with
    {
        CallOff = outcome is { Verdict.Kind: VerdictKind.Recorded, Host: { } host } ? OperatorCommand.Line(host, !word.ForcedDown) : null,
    };
}
