using NovaFence.Core.Cloud;

namespace NovaFence.Http.Tests.Infrastructure;

/// <summary>Only readiness may be asked of it: endpoints reach Nova through the fencer or not at all.</summary>
internal sealed class ReadinessOnlyCloud : ICloud
{
    public Func<CancellationToken, Task<CloudReadiness>> Readiness { get; set; } = _ => Task.FromResult(
        new CloudReadiness(true, null, new Dictionary<string, string>(StringComparer.Ordinal) { ["microversion"] = "2.96" }));

    public int Asked { get; private set; }

    public Task<CloudReadiness> ReadinessAsync(CancellationToken cancellationToken)
    {
        Asked++;
        return Readiness(cancellationToken);
    }

    public Task<CloudListing> ListComputeServicesAsync(CancellationToken cancellationToken) =>
        throw new InvalidOperationException("an endpoint listed Nova by itself");

    public Task<ForceDownReply> SetForcedDownAsync(ComputeHost host, bool forcedDown, StatusChange status, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("an endpoint called Nova by itself");
}
