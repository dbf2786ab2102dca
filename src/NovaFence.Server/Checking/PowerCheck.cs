using System.Globalization;
using NovaFence.Core.Alerts;
using NovaFence.Core.Cloud;
using NovaFence.Core.Power;
using NovaFence.Power;
using NovaFence.Power.Options;

namespace NovaFence.Server.Checking;

/// <summary>A host and what its BMC said.</summary>
/// <param name="Host">The compute host.</param>
/// <param name="Look">What its BMC said.</param>
internal sealed record HostLook(string Host, BmcLook Look)
{
    /// <summary>Whether the right machine told a state of its power.</summary>
    internal bool TellsState => Look.Read.Reading is PowerReading.On or PowerReading.PoweringOn or PowerReading.Paused or PowerReading.PoweringOff or PowerReading.Off;
}

/// <summary>Reads every BMC once, and compares each machine with what its own kernel says of itself, where a Prometheus is configured.</summary>
internal sealed class PowerCheck(IBmcs bmcs, IMachineInventory inventory, ICloud cloud)
{
    private const string Name = "power";
    private const int AtOnce = 16;
    private const int MostNamed = 10;
    private const string HostsKey = $"{BmcOptions.Section}:{nameof(BmcOptions.Hosts)}";

    /// <summary>Reads the BMCs of these hosts, some at once.</summary>
    internal static async Task<IReadOnlyList<HostLook>> LookAsync(IBmcs bmcs, IReadOnlyList<string> hosts, CancellationToken cancellationToken)
    {
        var looks = new HostLook[hosts.Count];
        await Parallel.ForAsync(0, hosts.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (index, stop) =>
            looks[index] = new HostLook(hosts[index], await bmcs.LookAsync(hosts[index], stop)));
        return looks;
    }

    /// <summary>The lines; none where no BMC is configured.</summary>
    internal async Task<IEnumerable<CheckLine>> LinesAsync(CancellationToken cancellationToken)
    {
        if (bmcs.Hosts.Count == 0)
            return [];
        var looks = await LookAsync(bmcs, bmcs.Hosts, cancellationToken);
        return [.. OfReads(looks), .. await OfFleetAsync(cancellationToken), .. await OfKernelsAsync(looks, cancellationToken)];
    }

    private static IEnumerable<CheckLine> OfReads(IReadOnlyList<HostLook> looks)
    {
        var told = looks.Where(one => one.TellsState).GroupBy(one => PowerMetrics.Word(one.Look.Read.Reading), StringComparer.Ordinal).Select(same => FormattableString.Invariant($"{same.Count()} {same.Key}")).ToList();
        if (told.Count > 0)
            yield return CheckLine.Ok(Name, FormattableString.Invariant($"{looks.Count(one => one.TellsState)} of {looks.Count} BMCs told the power of the machine that is expected there: {string.Join(", ", told)}."));
        foreach (var one in looks.Where(one => !one.TellsState))
            yield return CheckLine.Failed($"{Name}: {one.Host}", $"Its BMC: {PowerMetrics.Word(one.Look.Read.Reading)}, {one.Look.Read.Facts}.", ToDo(one));
    }

    private static string ToDo(HostLook one) => one.Look.Read.Reading switch
    {
        PowerReading.WrongMachine => $"Compare the machine with 'novafence power --learn {one.Host}', and set its item of {HostsKey} right.",
        PowerReading.Refused => $"Set {BmcOptions.Section}:{nameof(BmcOptions.Groups)} right, or give the account on the BMC the role ReadOnly.",
        PowerReading.NotTrusted => "Set CaFile or CertificateSha256 of its group right, see docs/power.md; a certificate that changed by itself is a reason to ask why.",
        PowerReading.NotConfigured => $"Add its network to {BmcOptions.Section}:{nameof(BmcOptions.Networks)}, or set its address right.",
        PowerReading.Redirected => "Give the address of the BMC itself.",
        PowerReading.Unknown => "See what its web page says: a BMC that does not know its machine's power proves nothing.",
        PowerReading.Busy => "Try again; a BMC that stays so may need an update, or a start of its own.",
        _ => "See whether port 443 of it can be reached from here, and whether it has power.",
    };

    /// <summary>Nova's hosts that have no BMC, and hosts with one that Nova does not know. Nothing where Nova does not answer, which other lines say.</summary>
    private async Task<IEnumerable<CheckLine>> OfFleetAsync(CancellationToken cancellationToken)
    {
        if (await cloud.ListComputeServicesAsync(cancellationToken) is not CloudListing.Listed { Services: var services })
            return [];
        var known = services.Select(service => service.Host.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        List<CheckLine> lines = [];
        if (known.Except(bmcs.Hosts, StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } without)
            lines.Add(CheckLine.Warning($"{Name}: hosts", $"No BMC is configured for {Named(without)}: evidence power:off is never met for them.", $"Add them to {HostsKey}; 'novafence power --learn' prints what to write."));
        if (bmcs.Hosts.Where(host => !known.Contains(host)).ToList() is { Count: > 0 } unknown)
            lines.Add(CheckLine.Warning($"{Name}: hosts", $"{Named(unknown)} of {HostsKey} {(unknown.Count == 1 ? "is no compute host" : "are no compute hosts")} of Nova's.", "Write the names as 'novafence hosts' lists them."));
        return lines;
    }

    private async Task<IEnumerable<CheckLine>> OfKernelsAsync(IReadOnlyList<HostLook> looks, CancellationToken cancellationToken)
    {
        if (!inventory.IsConfigured)
            return [];
        var name = $"{Name}: node_dmi_info";
        var read = await inventory.ReadAsync(cancellationToken);
        if (read.Failure is { } failure)
            return [CheckLine.Failed(name, $"The Prometheus of NovaFence:Evidence:Prometheus: {failure}.", "Set its keys right; serial numbers and UUIDs were not compared.")];
        List<CheckLine> lines = [];
        List<string> same = [];
        List<string> silent = [];
        foreach (var look in looks.Where(one => one.Look.Machine is not null))
        {
            var own = read.Machines.Where(machine => machine.Names.Contains(look.Host, StringComparer.OrdinalIgnoreCase)).ToList();
            var compared = own.Select(machine => Machines.Compare(look.Look.Machine!, machine)).ToList();
            if (compared.Contains(false))
                lines.Add(CheckLine.Failed($"{name}: {look.Host}", $"Its BMC is of a machine with serial {look.Look.Machine!.Serial ?? "none"} and UUID {look.Look.Machine.Uuid ?? "none"}, and its kernel says {string.Join("; ", own.Select(machine => $"serial {machine.Serial ?? "none"}, UUID {machine.Uuid ?? "none"}"))}.", $"The BMC belongs to another machine: set the item of {HostsKey} right before anything is decided by it."));
            else if (read.Machines.FirstOrDefault(machine => !own.Contains(machine) && Machines.Compare(look.Look.Machine!, machine) == true) is { } other)
                lines.Add(CheckLine.Failed($"{name}: {look.Host}", $"The machine of its BMC runs as {other.Names[0]}.", $"Set the item of {HostsKey} right before anything is decided by it."));
            else if (compared.Contains(true))
                same.Add(look.Host);
            else
                silent.Add(look.Host);
        }

        if (same.Count > 0)
            lines.Add(CheckLine.Ok(name, string.Create(CultureInfo.InvariantCulture, $"Of {same.Count} hosts the BMC and the kernel name the same machine.")));
        if (silent.Count > 0)
            lines.Add(CheckLine.Warning(name, $"It has no serial number and no UUID of {Named(silent)}, so that the BMC could not be compared with the kernel.", "Run node_exporter there with the collector dmi as a user who may read them (root), with the host's name as instance, nodename or host."));
        return lines;
    }

    private static string Named(List<string> hosts) => Excerpt.Names(hosts, MostNamed);
}
