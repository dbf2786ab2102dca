using NovaFence.Core.Alerts;
using NovaFence.Core.Cloud;
using NovaFence.Core.Options;

namespace NovaFence.Server.Checking;

/// <summary>
/// Whether the <c>disabled_reason</c> of a service is that of another tool which works on the same cloud, and <c>Fencing:Disable</c> is not as it has to be
/// beside it. instanceha would take the hosts that NovaFence forces down for its own: at its start those that are forced down, down and not disabled
/// (https://github.com/openstack-k8s-operators/infra-operator/blob/main/templates/instanceha/bin/instanceha.py, <c>_reconcile_orphaned_hosts</c>), and at
/// each poll those that are forced down and enabled (<c>_process_reenabling</c>). Masakari writes its reason over NovaFence's
/// (https://opendev.org/openstack/masakari/src/branch/master/masakari/engine/drivers/taskflow/host_failure.py), and NovaFence then does not enable the service.
/// </summary>
internal sealed class DisabledReasonCheck(ICloud cloud, NovaFenceOptions options)
{
    /// <summary>Every <c>disabled_reason</c> that instanceha writes begins with it: <c>instanceha evacuation…</c>, <c>instanceha-reserved…</c>.</summary>
    private const string InstanceHaWords = "instanceha";

    /// <summary>The <c>disabled_reason</c> that Masakari writes, where its <c>service_disable_reason</c> is not set to another.</summary>
    private const string MasakariWords = "Masakari detected host failed";

    private const int MostNamed = 5;

    /// <summary>A warning for each such tool; nothing where Nova does not answer, which other lines say.</summary>
    internal async Task<IEnumerable<CheckLine>> LinesAsync(CancellationToken cancellationToken)
    {
        if (await cloud.ListComputeServicesAsync(cancellationToken) is not CloudListing.Listed { Services: var services })
            return [];
        // By name Nova takes no status with the force-down.
        var isByName = services.Any(service => service.Host.ServiceId is null);
        return options.Fencing.Disable && !isByName ? Masakari(Marked(services, MasakariWords)) : InstanceHa(Marked(services, InstanceHaWords), isByName);
    }

    private static IEnumerable<CheckLine> InstanceHa(string? hosts, bool isByName) => hosts is null ? [] :
    [
        CheckLine.Warning(
            "instanceha",
            $"The disabled_reason of {hosts} is instanceha's. At its start instanceha takes every host that NovaFence has forced down for its own: it evacuates it without powering it off, and then powers it on. At each poll it unsets such a host.",
            isByName
                ? "This cloud takes no status with a force-down (microversion 2.52 and below), so NovaFence:Fencing:Disable does not help: let only one of them work on these hosts; see docs/coexistence.md."
                : "Set NovaFence:Fencing:Disable to true: instanceha leaves a host alone that NovaFence has disabled; see docs/coexistence.md."),
    ];

    private static IEnumerable<CheckLine> Masakari(string? hosts) => hosts is null ? [] :
    [
        CheckLine.Warning(
            "masakari",
            $"The disabled_reason of {hosts} is Masakari's. Masakari writes it over NovaFence's, and NovaFence does not enable what others have disabled: such a host is unset, and its service stays disabled.",
            "Set NovaFence:Fencing:Disable to false where only Masakari evacuates, or enable each repaired host yourself ('openstack compute service set --enable HOST nova-compute'); see docs/coexistence.md."),
    ];

    /// <summary>The hosts whose reason begins with these words, the first of them by name; null where there are none.</summary>
    private static string? Marked(IReadOnlyCollection<ComputeService> services, string words)
    {
        var marked = services.Where(service => service.DisabledReason?.TrimStart().StartsWith(words, StringComparison.OrdinalIgnoreCase) == true).Select(service => service.Host.Name).ToList();
        return marked.Count == 0
            ? null
            : Excerpt.Names(marked, MostNamed);
    }
}
