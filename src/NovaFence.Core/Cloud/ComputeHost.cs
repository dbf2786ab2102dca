namespace NovaFence.Core.Cloud;

/// <summary>A compute host by Nova's own names for it.</summary>
/// <param name="Name">The <c>host</c> of its <c>nova-compute</c> service, exactly as Nova spells it.</param>
/// <param name="ServiceId">The service's UUID from microversion 2.53, otherwise null.</param>
public sealed record ComputeHost(string Name, string? ServiceId);
