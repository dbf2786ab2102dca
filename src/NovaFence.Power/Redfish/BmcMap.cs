using System.Net;
using NovaFence.Power.Options;

namespace NovaFence.Power.Redfish;

/// <summary>A host's BMC: where it is, how it is signed in to, and which machine must answer.</summary>
/// <param name="Host">The compute host.</param>
/// <param name="Origin">The address; its path is <c>/</c>.</param>
/// <param name="Group">Credentials and trust.</param>
/// <param name="Expected">The machine.</param>
internal sealed record Bmc(string Host, Uri Origin, BmcGroupOptions Group, ExpectedMachine Expected);

/// <summary>Which BMC belongs to which host, as it is configured. To be made of options that <see cref="BmcOptionsCheck"/> found nothing wrong with.</summary>
internal sealed class BmcMap
{
    private readonly Dictionary<string, Bmc> _bmcs = new(StringComparer.OrdinalIgnoreCase);
    private readonly HostPattern? _pattern;
    private readonly BmcGroupOptions? _onlyGroup;

    internal BmcMap(BmcOptions options)
    {
        _pattern = options.Pattern is { } text && HostPattern.TryRead(text, out var pattern, out _) ? pattern : null;
        _onlyGroup = options.Groups is [var only] ? only : null;
        Networks = [.. options.Networks.Select(one => IPNetwork.TryParse(one.Trim(), out var network) ? network : (IPNetwork?)null).OfType<IPNetwork>()];
        Hosts = [.. options.Hosts.Select(item => item.Host!)];
        foreach (var item in options.Hosts)
        {
            var group = item.Group is { } name ? options.Groups.FirstOrDefault(one => one.Name == name) : _onlyGroup;
            var origin = item.Url is { } url ? BmcAddress.TryRead(url, out var address, out _) ? address : null : _pattern?.For(item.Host!);
            if (group is not null && origin is not null)
                _bmcs.TryAdd(item.Host!, new Bmc(item.Host!, origin, group, new ExpectedMachine(MachineIdentity.Serial(item.Serial), MachineIdentity.Uuid(item.Uuid))));
        }
    }

    /// <summary>The hosts, in their order.</summary>
    internal IReadOnlyList<string> Hosts { get; }

    /// <summary>Where BMCs may be.</summary>
    internal IReadOnlyList<IPNetwork> Networks { get; }

    /// <summary>The BMC of one of <see cref="Hosts"/>; null where the host is none of them.</summary>
    internal Bmc? Configured(string host) => _bmcs.GetValueOrDefault(host);

    /// <summary>The same, and where the pattern makes an address of the host's name, one for which no machine is expected.</summary>
    internal Bmc? Addressed(string host) =>
        Configured(host) ?? (_onlyGroup is { } group && _pattern?.For(host) is { } origin ? new Bmc(host, origin, group, new ExpectedMachine(null, null)) : null);

    /// <summary>Another host for which this machine, or a part of what tells it, is expected; null where there is none.</summary>
    internal string? OtherThatExpects(SeenMachine machine, Bmc own) =>
        _bmcs.Values.FirstOrDefault(other => !ReferenceEquals(other, own) && other.Expected.Claims(machine))?.Host;
}
