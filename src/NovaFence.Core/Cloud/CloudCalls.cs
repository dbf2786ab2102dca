namespace NovaFence.Core.Cloud;

/// <summary>What most callers of a cloud want.</summary>
public static class CloudCalls
{
    /// <summary>Sets or unsets <c>forced_down</c>, and leaves the service's status alone.</summary>
    public static Task<ForceDownReply> SetForcedDownAsync(this ICloud cloud, ComputeHost host, bool forcedDown, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cloud);
        return cloud.SetForcedDownAsync(host, forcedDown, StatusChange.Keep, cancellationToken);
    }
}
