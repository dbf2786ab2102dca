using System.Globalization;
using System.Net;
using NovaFence.Core.Options;

namespace NovaFence.Http.Options;

/// <summary>Finds proxies that are no addresses, and limits that contradict each other.</summary>
internal sealed class ServerCheck : IOptionsCheck<ServerOptions>
{
    /// <summary>Fewest connections: one address has at least one of them.</summary>
    private const int Least = 8;

    public IEnumerable<string> Problems(ServerOptions options)
    {
        for (var index = 0; index < options.Proxies.Count; index++)
        {
            if (!IPAddress.TryParse(options.Proxies[index], out _) && !IPNetwork.TryParse(options.Proxies[index], out _))
                yield return string.Create(CultureInfo.InvariantCulture, $"{ServerOptions.Section}:Proxies:{index} is '{options.Proxies[index]}': write an address, or a network such as 10.0.0.0/24");
        }

        if (options.MaxConnections is > 0 and < Least)
            yield return FormattableString.Invariant($"{ServerOptions.Section}:MaxConnections is {options.MaxConnections}: write {Least} or more, or leave it out");
        if (options.MaxConnections > 0 && options.MaxConnectionsPerAddress > options.MaxConnections)
            yield return FormattableString.Invariant($"{ServerOptions.Section}:MaxConnectionsPerAddress is {options.MaxConnectionsPerAddress}, more than {ServerOptions.Section}:MaxConnections ({options.MaxConnections}): write less, or leave it out");
    }
}
