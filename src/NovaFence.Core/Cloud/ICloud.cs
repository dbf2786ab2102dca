namespace NovaFence.Core.Cloud;

/// <summary>What NovaFence needs of a cloud: its compute services, and the one switch on each of them.</summary>
/// <remarks>
/// Nothing expected throws: a refusal, an outage and a missing host come back as values. Only cancellation and defects throw.
/// </remarks>
public interface ICloud
{
    /// <summary>Lists every <c>nova-compute</c> service. Costs seconds on a large cloud: never on the hot path.</summary>
    Task<CloudListing> ListComputeServicesAsync(CancellationToken cancellationToken);

    /// <summary>Sets or unsets <c>forced_down</c>: one PUT, and no other request while the token is valid.</summary>
    /// <param name="host">The service as the last listing named it; by <see cref="ComputeHost.ServiceId"/> where there is one.</param>
    /// <param name="forcedDown">True forces the service down, false unsets it.</param>
    /// <param name="status">What else the PUT says. By name, below 2.53, it cannot be said and is left out.</param>
    /// <param name="cancellationToken">
    /// The caller's deadline. When it fires while the request is under way the reply is
    /// <see cref="ForceDownStatus.Unavailable"/> with <see cref="ForceDownReply.MayHaveReachedNova"/>, not an exception.
    /// </param>
    Task<ForceDownReply> SetForcedDownAsync(ComputeHost host, bool forcedDown, StatusChange status, CancellationToken cancellationToken);

    /// <summary>Whether a token, an endpoint and a usable microversion are at hand, without a request where they already are.</summary>
    Task<CloudReadiness> ReadinessAsync(CancellationToken cancellationToken);
}
