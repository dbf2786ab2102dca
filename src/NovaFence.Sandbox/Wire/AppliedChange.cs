namespace NovaFence.Sandbox.Wire;

/// <summary>What a PUT to os-services did, for the request log.</summary>
internal sealed record AppliedChange(string Host, bool? ForcedDown);
