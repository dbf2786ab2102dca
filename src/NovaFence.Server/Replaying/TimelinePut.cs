namespace NovaFence.Server.Replaying;

/// <summary>One PUT that reached the sandbox's Nova.</summary>
/// <param name="Host">The host that it changed; null where it changed none.</param>
/// <param name="ForcedDown">What it set.</param>
/// <param name="Status">What it was answered.</param>
internal sealed record TimelinePut(string? Host, bool? ForcedDown, int Status);
