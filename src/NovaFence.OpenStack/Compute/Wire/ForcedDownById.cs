namespace NovaFence.OpenStack.Compute.Wire;

/// <summary>The body of the PUT by UUID.</summary>
internal sealed record ForcedDownById(bool ForcedDown);
