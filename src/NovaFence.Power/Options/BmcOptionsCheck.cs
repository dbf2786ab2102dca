using System.Net;
using NovaFence.Core.Options;
using NovaFence.Power.Redfish;

namespace NovaFence.Power.Options;

/// <summary>Collects every problem of <see cref="BmcOptions"/>. No sentence shows a password.</summary>
internal sealed class BmcOptionsCheck : IOptionsCheck<BmcOptions>
{
    private const string HostsKey = $"{BmcOptions.Section}:{nameof(BmcOptions.Hosts)}";
    private const string PatternKey = $"{BmcOptions.Section}:{nameof(BmcOptions.Pattern)}";
    private const string NetworksKey = $"{BmcOptions.Section}:{nameof(BmcOptions.Networks)}";
    private const string GroupsKey = $"{BmcOptions.Section}:{nameof(BmcOptions.Groups)}";

    public IEnumerable<string> Problems(BmcOptions options)
    {
        var networks = new List<IPNetwork>();
        var problems = new List<string>();
        OfNetworks(options, networks, problems);
        HostPattern? pattern = null;
        if (options.Pattern is { } text && !HostPattern.TryRead(text, out pattern, out var wrong))
            problems.Add($"{PatternKey} {wrong}");
        problems.AddRange(options.Groups.SelectMany((group, index) => GroupRules.Problems(FormattableString.Invariant($"{GroupsKey}:{index}"), group)));
        foreach (var name in options.Groups.GroupBy(group => group.Name, StringComparer.Ordinal).Where(same => same.Key is not null && same.Count() > 1))
            problems.Add($"{GroupsKey} has two groups of the name {name.Key}: give each its own");
        if (options.Groups.Count == 0 && (options.Hosts.Count > 0 || options.Pattern is not null))
            problems.Add($"{GroupsKey} is missing, and there are BMCs: give {GroupsKey}:0:Name, User, PasswordFile or Password, and CaFile or CertificateSha256");
        for (var index = 0; index < options.Hosts.Count; index++)
            OfHost(options, options.Hosts[index], FormattableString.Invariant($"{HostsKey}:{index}"), pattern, networks, problems);
        OfShared(options, problems);
        return problems;
    }

    private static void OfNetworks(BmcOptions options, List<IPNetwork> networks, List<string> problems)
    {
        for (var index = 0; index < options.Networks.Count; index++)
        {
            var key = FormattableString.Invariant($"{NetworksKey}:{index}");
            if (!IPNetwork.TryParse(options.Networks[index].Trim(), out var network) || !options.Networks[index].Contains('/', StringComparison.Ordinal))
                problems.Add($"{key} is '{options.Networks[index]}', which is no network: write its first address and the length of its prefix, such as 10.20.0.0/16");
            else if (network.PrefixLength == 0)
                problems.Add($"{key} is every address there is: write the network that the BMCs are in, such as 10.20.0.0/16");
            else
                networks.Add(network);
        }

        if (options.Networks.Count == 0 && (options.Hosts.Count > 0 || options.Pattern is not null))
            problems.Add($"{NetworksKey} is missing, and there are BMCs: give {NetworksKey}:0 the network that they are in, such as 10.20.0.0/16");
    }

    private static void OfHost(BmcOptions options, BmcHostOptions item, string key, HostPattern? pattern, List<IPNetwork> networks, List<string> problems)
    {
        if (string.IsNullOrWhiteSpace(item.Host))
        {
            if (item.Host is not null)
                problems.Add($"{key}:Host is empty: write the compute host as Nova names it");
        }
        else if (item.Url is null && options.Pattern is null)
        {
            problems.Add($"{key}:Url is missing, and there is no {PatternKey}: write the address of its BMC, such as https://{item.Host}-bmc.example.com");
        }
        else if (item.Url is null && pattern is not null && pattern.For(item.Host) is null)
        {
            problems.Add($"{key}:Host is '{item.Host}', which cannot stand in {PatternKey}: letters, digits and hyphens can. Write {key}:Url");
        }

        if (item.Url is { } url)
        {
            if (!BmcAddress.TryRead(url, out var address, out var wrong))
                problems.Add($"{key}:Url {wrong}");
            else if (networks.Count > 0 && IPAddress.TryParse(address.Host.Trim('[', ']'), out var literal) && !networks.Exists(network => network.Contains(literal)))
                problems.Add($"{key}:Url is at {literal}, which is in none of {NetworksKey}: add its network there, or set the address right");
        }

        if (item.Group is { } group)
        {
            if (options.Groups.All(one => one.Name != group))
                problems.Add($"{key}:Group is '{group}', and no item of {GroupsKey} has that name{(NearestName.To(group, [.. options.Groups.Select(one => one.Name).OfType<string>()]) is { } near ? $": did you mean {near}?" : "")}");
        }
        else if (options.Groups.Count > 1)
        {
            problems.Add($"{key}:Group is missing, and there are several: write the name of one of {GroupsKey}");
        }

        if (item.Serial is { } serial && MachineIdentity.Serial(serial) is null)
            problems.Add($"{key}:Serial is '{serial}', which tells no machine from another: leave it out and write Uuid, or write what stands on the machine");
        if (item.Uuid is { } uuid && MachineIdentity.Uuid(uuid) is null)
            problems.Add($"{key}:Uuid is '{uuid}', {(Guid.TryParse(uuid, out _) ? "which tells no machine from another: leave it out and write Serial" : "which is no UUID: write it as 8-4-4-4-12 hexadecimal digits")}");
    }

    /// <summary>Two hosts of one name, or one machine for two hosts.</summary>
    private static void OfShared(BmcOptions options, List<string> problems)
    {
        var hosts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var serials = new Dictionary<string, string>(StringComparer.Ordinal);
        var uuids = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var index = 0; index < options.Hosts.Count; index++)
        {
            var item = options.Hosts[index];
            var key = FormattableString.Invariant($"{HostsKey}:{index}");
            if (item.Host is { Length: > 0 } host && !hosts.TryAdd(host, key))
                problems.Add($"{key}:Host is that of {hosts[host]}: keep one of them");
            if (MachineIdentity.Serial(item.Serial) is { } serial && !serials.TryAdd(serial, key))
                problems.Add($"{key}:Serial is that of {serials[serial]}, and no two hosts are one machine: set one of them right");
            if (MachineIdentity.Uuid(item.Uuid) is { } uuid && !uuids.TryAdd(MachineIdentity.Key(uuid), key))
                problems.Add($"{key}:Uuid is that of {uuids[MachineIdentity.Key(uuid)]}, in one byte order or the other, and no two hosts are one machine: set one of them right");
        }
    }
}
