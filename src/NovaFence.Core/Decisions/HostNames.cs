using NovaFence.Core.Cloud;

namespace NovaFence.Core.Decisions;

/// <summary>What may be a host's name, and what never is one.</summary>
internal static class HostNames
{
    /// <summary>Longest name looked at; Nova's own column holds 255 characters.</summary>
    internal const int MaxLength = 255;

    /// <summary>What Linux distributions call the machine itself (<c>/etc/hosts</c>); RFC 6761 keeps everything under <c>localhost</c> for it.</summary>
    private static readonly string[] Speakers = ["localhost", "localhost4", "localhost6", "ip6-localhost", "ip6-loopback"];

    /// <summary>The name in a label's value: without white space, port, brackets round an IPv6 address and the dot of the root. Null for what cannot be a host's name.</summary>
    internal static string? In(string value)
    {
        var text = value.AsSpan().Trim();
        if (text.StartsWith("["))
        {
            var end = text.IndexOf(']');
            if (end < 0 || !text[1..end].Contains(':') || HostAddress.Canonical(text[1..end].ToString()) is null || !IsEnd(text[(end + 1)..]))
                return null;
            text = text[1..end];
        }
        else if (text.Count(':') == 1 && text.IndexOf(':') is var colon && IsEnd(text[colon..]))
        {
            text = text[..colon];
        }

        return Typed(text);
    }

    /// <summary>The name that somebody typed: without white space and the dot of the root. Null for what cannot be a host's name.</summary>
    internal static string? Typed(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (text.EndsWith("."))
            text = text[..^1];
        // Of what is kept of a waiting alert the name is read again: it must be the same then, so one dot is the root's and a second is nobody's.
        if (text.IsEmpty || text.EndsWith(".") || text.Length > MaxLength || text.ContainsAnyInRange('\0', ' ') || text.Contains('\x7f'))
            return null;
        return text.ToString();
    }

    /// <summary>Whether the name means whoever says it.</summary>
    internal static bool IsNobody(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return Speakers.Contains(dot < 0 ? name : name[..dot], StringComparer.OrdinalIgnoreCase)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || HostAddress.IsOfTheSpeaker(name);
    }

    private static bool IsEnd(ReadOnlySpan<char> text) => text.IsEmpty || (text[0] == ':' && IsPort(text[1..]));

    private static bool IsPort(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9') && ushort.TryParse(text, out var port) && port > 0;
}
