namespace NovaFence.Sandbox.Compute;

/// <summary>What a PUT asks of a service; null leaves a thing as it is.</summary>
internal sealed record ServiceChange(bool? ForcedDown = null, bool? Disabled = null, string? DisabledReason = null);
