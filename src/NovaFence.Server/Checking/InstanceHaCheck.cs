using System.Globalization;
using NovaFence.Core.Cloud;
using NovaFence.Core.Options;

namespace NovaFence.Server.Checking;

/// <summary>
/// Whether instanceha works on the same cloud and would take the hosts that NovaFence forces down for its own: at its start those that are forced down, down
/// and not disabled (https://github.com/openstack-k8s-operators/infra-operator/blob/main/templates/instanceha/bin/instanceha.py,
/// <c>_reconcile_orphaned_hosts</c>), and at each poll those that are forced down and enabled (<c>_process_reenabling</c>).
/// </summary>
internal sealed class InstanceHaCheck(ICloud cloud, NovaFenceOptions options)
{
    internal const string Name = "instanceha";

    /// <summary>Every <c>disabled_reason</c> that instanceha writes begins with it: <c>instanceha evacuation…</c>, <c>instanceha-reserved…</c>.</summary>
    private const string Words = "instanceha";

    private const int MostNamed = 5;

    /// <summary>A warning where a service has a reason of instanceha's, and NovaFence does not disable what it forces down; nothing where Nova does not answer, which other lines say.</summary>
    internal async Task<IEnumerable<CheckLine>> LinesAsync(CancellationToken cancellationToken)
    {
        if (await cloud.ListComputeServicesAsync(cancellationToken) is not CloudListing.Listed { Services: var services })
            return [];
        var marked = services.Where(service => service.DisabledReason?.TrimStart().StartsWith(Words, StringComparison.OrdinalIgnoreCase) == true).Select(service => service.Host.Name).ToList();
        // By name Nova takes no status with the force-down.
        var isByName = services.Any(service => service.Host.ServiceId is null);
        if (marked.Count == 0 || (options.Fencing.Disable && !isByName))
            return [];
        var named = $"{string.Join(", ", marked.Take(MostNamed))}{(marked.Count > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" and {marked.Count - MostNamed} more") : "")}";
        return
        [
            CheckLine.Warning(
                Name,
                $"The disabled_reason of {named} is instanceha's. At its start instanceha takes every host that NovaFence has forced down for its own: it evacuates it without powering it off, and then powers it on. At each poll it unsets such a host.",
                isByName
                    ? "This cloud takes no status with a force-down (microversion 2.52 and below), so NovaFence:Fencing:Disable does not help: let only one of them work on these hosts; see docs/coexistence.md."
                    : "Set NovaFence:Fencing:Disable to true: instanceha leaves a host alone that NovaFence has disabled; see docs/coexistence.md."),
        ];
    }
}
