using System.Net;

namespace NovaFence.Core.Cloud;

/// <summary>IP addresses where a host's name is looked for. Only full notations count: <c>10</c> and <c>1.2</c> are names, and <c>010.0.0.1</c>, which may be read in two ways, is none of both.</summary>
internal static class HostAddress
{
    private const int PartsOfIPv4 = 4;

    /// <summary>The one spelling that every notation of the same address comes to; null where this is no address.</summary>
    internal static string? Canonical(string text) => Parse(text)?.ToString();

    /// <summary>Whether it is the address of whoever uses it: loopback, or none in particular.</summary>
    internal static bool IsOfTheSpeaker(string text) => Parse(text) is { } address && (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));

    private static IPAddress? Parse(string text)
    {
        // Most names are none at first sight.
        if (text.Length == 0 || (!char.IsAsciiDigit(text[0]) && !text.Contains(':', StringComparison.Ordinal)))
            return null;
        var colon = text.LastIndexOf(':');
        var last = text[(colon + 1)..];
        var isWhole = colon < 0 ? IsDotted(last) : text[0] != '[' && (!last.Contains('.', StringComparison.Ordinal) || IsDotted(last));
        if (!isWhole || !IPAddress.TryParse(text, out var address))
            return null;
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    private static bool IsDotted(string text)
    {
        var parts = text.Split('.');
        return parts.Length == PartsOfIPv4 && Array.TrueForAll(parts, part => part.Length is > 0 and <= 3 && part.All(char.IsAsciiDigit) && (part.Length == 1 || part[0] != '0'));
    }
}
