using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NovaFence.Core.Options;

namespace NovaFence.Http.Options;

/// <summary>Finds proxies that are no addresses, and limits that contradict each other.</summary>
internal sealed class ConnectionsCheck : IOptionsCheck<ConnectionsOptions>
{
    /// <summary>Fewest connections: one address has at least one of them.</summary>
    private const int Least = 8;

    /// <summary>The bits in front of an IPv4 address that is written as one of IPv6 (RFC 4291, 2.5.5.2).</summary>
    private const int MappedLength = 96;

    public IEnumerable<string> Problems(ConnectionsOptions options)
    {
        for (var index = 0; index < options.Proxies.Count; index++)
        {
            if (NetworkOf(options.Proxies[index]) is null)
                yield return string.Create(CultureInfo.InvariantCulture, $"{ConnectionsOptions.Section}:Proxies:{index} is '{options.Proxies[index]}': write an address, or a network such as 10.0.0.0/24");
        }

        if (options.Max is > 0 and < Least)
            yield return FormattableString.Invariant($"{ConnectionsOptions.Section}:Max is {options.Max}: write {Least} or more, or leave it out");
        if (options.Max > 0 && options.MaxPerAddress > options.Max)
            yield return FormattableString.Invariant($"{ConnectionsOptions.Section}:MaxPerAddress is {options.MaxPerAddress}, more than {ConnectionsOptions.Section}:Max ({options.Max}): write less, or leave it out");
    }

    /// <summary>The addresses that an entry of <see cref="ConnectionsOptions.Proxies"/> names, those of IPv4 as such; null where it names none.</summary>
    internal static IPNetwork? NetworkOf(string proxy) =>
        IPNetwork.TryParse(proxy, out var network) ? Plain(network)
        : IPAddress.TryParse(proxy, out var address) ? Plain(new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128))
        : null;

    private static IPNetwork Plain(IPNetwork network) => network.BaseAddress.IsIPv4MappedToIPv6 && network.PrefixLength >= MappedLength
        ? new IPNetwork(network.BaseAddress.MapToIPv4(), network.PrefixLength - MappedLength)
        : network;
}
