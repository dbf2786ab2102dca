using System.Text.Json;
using NovaFence.Core.Decisions;

namespace NovaFence.Core.Hosts;

/// <summary>What would become of one alert, and why.</summary>
public sealed record Explanation
{
    /// <summary>The alert's fingerprint.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The host in Nova's spelling, or what the alert named; null where it named none.</summary>
    public string? Host { get; init; }

    /// <summary>The verdict.</summary>
    public required VerdictKind Verdict { get; init; }

    /// <summary>The reason, as an answer would give it.</summary>
    public required string Reason { get; init; }

    /// <summary>The rule that decided: one of <see cref="Rules.Names"/>. Those before it had nothing against it.</summary>
    public required string Rule { get; init; }

    /// <summary>The values that the rules looked at, as they are kept with every verdict.</summary>
    public required JsonElement Values { get; init; }
}
