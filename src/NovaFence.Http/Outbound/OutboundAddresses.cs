using System.Net;
using System.Net.Sockets;

namespace NovaFence.Http.Outbound;

/// <summary>
/// Which addresses NovaFence calls when it tells somebody something. Never those of this link, at which clouds serve a machine its own credentials, whatever
/// they are written as, nor what is no address of one machine; this machine's only where the configuration names it.
/// </summary>
internal static class OutboundAddresses
{
    /// <summary>
    /// Addresses of metadata services that are not link-local: Azure's host (https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16),
    /// Alibaba's and Oracle's; over IPv6 AWS' (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html) and Google's.
    /// </summary>
    private static readonly HashSet<IPAddress> Metadata =
    [
        IPAddress.Parse("168.63.129.16"), IPAddress.Parse("100.100.100.200"), IPAddress.Parse("192.0.0.192"), IPAddress.Parse("fd00:ec2::254"), IPAddress.Parse("fd20:ce::254"),
    ];

    /// <summary>Translated to IPv4 on the way: https://www.rfc-editor.org/rfc/rfc6052 and https://www.rfc-editor.org/rfc/rfc8215.</summary>
    private static readonly IPNetwork[] Translated = [IPNetwork.Parse("64:ff9b::/96"), IPNetwork.Parse("64:ff9b:1::/48")];

    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");
    private static readonly IPNetwork Teredo = IPNetwork.Parse("2001::/32");
    private static readonly IPNetwork Compatible = IPNetwork.Parse("::/96");

    private static readonly (IPNetwork Network, string Why)[] Networks =
    [
        (IPNetwork.Parse("169.254.0.0/16"), "link-local"),
        (IPNetwork.Parse("fe80::/10"), "link-local"),
        (IPNetwork.Parse("0.0.0.0/8"), "no machine's"),
        (IPNetwork.Parse("::/128"), "no machine's"),
        (IPNetwork.Parse("224.0.0.0/3"), "no single machine's"),
        (IPNetwork.Parse("ff00::/8"), "no single machine's"),
    ];

    /// <summary>Whether the host of a URL names this machine: then nothing else is meant.</summary>
    internal static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(Plain(address)));

    /// <summary>Why this address is not called; null where it is.</summary>
    /// <param name="address">The address that a name has resolved to, just now.</param>
    /// <param name="isLoopbackSaid">Whether the configuration names this machine.</param>
    internal static string? Refusal(IPAddress address, bool isLoopbackSaid)
    {
        var plain = Plain(address);
        if (plain.AddressFamily == AddressFamily.InterNetworkV6 && Within(plain) is { } within && (Never(within) ?? (IPAddress.IsLoopback(within) ? "this machine's, written as another" : null)) is { } why)
            return why;
        if (IPAddress.IsLoopback(plain) != isLoopbackSaid)
            return isLoopbackSaid ? "not this machine's, which the configuration names" : "this machine's, which the configuration does not name";
        return Never(plain);
    }

    private static string? Never(IPAddress address) => Metadata.Contains(address) ? "a metadata service's" : Networks.FirstOrDefault(one => one.Network.Contains(address)).Why;

    /// <summary>An IPv4 address in IPv6's clothes is that one; which link it is of does not matter.</summary>
    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : new IPAddress(address.GetAddressBytes());

    /// <summary>The IPv4 address that it leads to, or was made of; null where there is none.</summary>
    private static IPAddress? Within(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        if (SixToFour.Contains(address))
            return new IPAddress(bytes[2..6]);
        if (Teredo.Contains(address))
            return new IPAddress([.. bytes[12..].Select(one => (byte)~one)]);
        // ISATAP: https://www.rfc-editor.org/rfc/rfc5214#section-6.1
        if ((bytes[8] & 0xFD) == 0 && bytes[9] == 0 && bytes[10] == 0x5E && bytes[11] == 0xFE)
            return new IPAddress(bytes[12..]);
        var isCompatible = Compatible.Contains(address) && !address.Equals(IPAddress.IPv6Any) && !IPAddress.IsLoopback(address);
        return isCompatible || Translated.Any(network => network.Contains(address)) ? new IPAddress(bytes[12..]) : null;
    }
}
