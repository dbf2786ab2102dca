using System.Text.Json;
using NovaFence.Power.Redfish;

namespace NovaFence.Power.Prometheus;

/// <summary>
/// Reads <c>node_dmi_info</c> of node_exporter's (https://github.com/prometheus/node_exporter, collector <c>dmi</c>), with the node's name from
/// <c>node_uname_info</c> of the same instance. Serial number and UUID are there only where node_exporter may read them, which root may.
/// </summary>
internal sealed class NodeExporters(PrometheusClient prometheus) : IMachineInventory
{
    /// <inheritdoc />
    public bool IsConfigured => prometheus.IsConfigured;

    /// <inheritdoc />
    public async Task<KnownMachines> ReadAsync(CancellationToken cancellationToken)
    {
        if (await prometheus.QueryAsync("node_dmi_info", cancellationToken) is var dmi && dmi is not QueryReply.Found { Type: "vector", Series: var machines })
            return new KnownMachines([], Failure(dmi));
        if (await prometheus.QueryAsync("node_uname_info", cancellationToken) is var uname && uname is not QueryReply.Found { Type: "vector", Series: var nodes })
            return new KnownMachines([], Failure(uname));
        var names = nodes.Select(one => (Instance: Label(one, "instance"), Name: Label(one, "nodename")))
            .Where(one => one.Instance is not null && one.Name is not null)
            .ToLookup(one => one.Instance!, one => one.Name!, StringComparer.Ordinal);
        return new KnownMachines([.. machines.Select(one => Machine(one, names))], null);
    }

    private static string Failure(QueryReply reply) => reply is QueryReply.Failed failed ? failed.Why : "it answered with no instant vector";

    private static KnownMachine Machine(JsonElement series, ILookup<string, string> nodes)
    {
        var instance = Label(series, "instance");
        string?[] names = [Label(series, "host"), Label(series, "nodename"), .. instance is null ? [] : nodes[instance], WithoutPort(instance)];
        return new KnownMachine([.. names.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)], Label(series, "product_serial"), Label(series, "product_uuid"));
    }

    private static string? Label(JsonElement series, string name) => RedfishJson.Shown(((JsonElement?)series).Member("metric").Member(name).Text());

    private static string? WithoutPort(string? instance) => instance?.LastIndexOf(':') is { } at and > 0 ? instance[..at] : instance;
}
