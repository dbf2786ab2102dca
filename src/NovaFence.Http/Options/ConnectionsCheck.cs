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

    /// <summary>The addresses that an entry of <see cref="ConnectionsOptions.Proxies"/> names; null where it names none.</summary>
    internal static IPNetwork? NetworkOf(string proxy) =>
        IPNetwork.TryParse(proxy, out var network) ? network
        : IPAddress.TryParse(proxy, out var address) ? new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128)
        : null;
}
