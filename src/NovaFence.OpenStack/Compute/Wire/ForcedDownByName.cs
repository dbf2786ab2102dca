namespace NovaFence.OpenStack.Compute.Wire;

/// <summary>The body of the PUT by name.</summary>
internal sealed record ForcedDownByName(string Binary, string Host, bool ForcedDown);
