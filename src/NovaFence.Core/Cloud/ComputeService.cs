namespace NovaFence.Core.Cloud;

/// <summary>One row of Nova's <c>GET /os-services?binary=nova-compute</c>.</summary>
public sealed record ComputeService
{
    /// <summary>The <c>disabled_reason</c> that NovaFence gives. What carries another one was disabled by somebody else.</summary>
    public const string OurReason = "NovaFence: forced down";

    /// <summary>The host and its service id.</summary>
    public required ComputeHost Host { get; init; }

    /// <summary>Nova's <c>state</c>; while forced down always <see cref="ServiceState.Down"/>.</summary>
    public ServiceState State { get; init; }

    /// <summary>Nova's <c>forced_down</c>; null when the row leaves it out, which means unknown, not false.</summary>
    public bool? ForcedDown { get; init; }

    /// <summary>When the service last reported or was last written to, UTC; our own PUT advances it too.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Nova's <c>status</c>: true for <c>disabled</c>, null when unknown.</summary>
    public bool? Disabled { get; init; }

    /// <summary>Nova's <c>disabled_reason</c>.</summary>
    public string? DisabledReason { get; init; }

    /// <summary>Whether somebody else disabled it: their word is not overwritten, and not taken back.</summary>
    public bool IsDisabledByOthers => Disabled == true && !string.Equals(DisabledReason, OurReason, StringComparison.Ordinal);
}
