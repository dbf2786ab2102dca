using NovaFence.Core.Decisions;

namespace NovaFence.Core.Hosts;

/// <content>Whom an operator means.</content>
internal sealed partial class FleetCache
{
    /// <summary>Which host an operator means; where the last listing does not say it, Nova is asked once more. And whether it could be: otherwise a name that is not known may be a host's all the same.</summary>
    internal async Task<(HostResolution Resolution, bool IsAsked)> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        var listed = await GetAsync(cancellationToken);
        if (HostResolver.ResolveName(name, options.Hosts.Domains, listed) is HostResolution.Found { IsMet: false } found)
            return (found, true);
        var again = await ListAgainAsync(listed.BeganAt, options.Fencing.PutDeadline, cancellationToken);
        return (HostResolver.ResolveName(name, options.Hosts.Domains, again), again.BeganAt > listed.BeganAt || IsRecent(again));
    }
}
