namespace NovaFence.Core.Cloud;

/// <summary>What NovaFence has to know of evacuations before it unsets a host: Nova refuses while some are <c>done</c>, but not while they are under way.</summary>
public interface IEvacuations
{
    /// <summary>Counts the evacuations from this host that are under way: accepted, preparing or running. One request, off the hot path.</summary>
    Task<EvacuationCount> InFlightFromAsync(ComputeHost host, CancellationToken cancellationToken);
}
