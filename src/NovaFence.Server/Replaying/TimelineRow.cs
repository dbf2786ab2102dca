using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;

namespace NovaFence.Server.Replaying;

/// <summary>What became of one alert of one recorded delivery.</summary>
internal sealed record TimelineRow
{
    public required DateTimeOffset At { get; init; }

    public required string File { get; init; }

    public required string Fingerprint { get; init; }

    public AlertStatus? Status { get; init; }

    public string? Host { get; init; }

    public required VerdictKind Verdict { get; init; }

    public required string Reason { get; init; }

    public HostState? State { get; init; }

    /// <summary>The PUTs that reached the sandbox's Nova because of it.</summary>
    public IReadOnlyList<TimelinePut> Puts { get; init; } = [];
}
