using System.Net;
using NovaFence.Core.Alerts;
using NovaFence.Core.Cloud;

namespace NovaFence.Core.Decisions;

/// <summary>Finds the one compute host that an alert means, or refuses.</summary>
public static class HostResolver
{
    /// <summary>Longest name looked at; Nova's own column holds 255 characters.</summary>
    public const int MaxNameLength = 255;

    /// <summary>Looks at the name the receiver found, or at the labels in their order; the first that names a host of Nova's decides.</summary>
    public static HostResolution Resolve(AlertEvent alert, IReadOnlyList<string> labels, Fleet fleet)
    {
        string? first = null;
        foreach (var (source, value) in Candidates(alert, labels))
        {
            var name = HostName(value);
            if (name is null)
                continue;
            first ??= name;
            var hosts = fleet.Named(name);
            if (hosts.Count == 1)
                return new HostResolution.Found(hosts[0], source);
            if (hosts.Count > 1)
                return new HostResolution.Ambiguous(name, [.. hosts.Select(host => host.Name)]);
        }

        return new HostResolution.Unknown(first, first is null ? $"none of {string.Join(", ", labels)} names a host" : $"'{first}'");
    }

    /// <summary>The host an operator names, by the same look-up as a label's value.</summary>
    internal static HostResolution ResolveName(string name, Fleet fleet) => HostName(name) is not { } host
        ? new HostResolution.Unknown(null, "not a host's name")
        : fleet.Named(host) switch
        {
            [var only] => new HostResolution.Found(only, "operator"),
            [] => new HostResolution.Unknown(host, $"'{host}'"),
            var several => new HostResolution.Ambiguous(host, [.. several.Select(one => one.Name)]),
        };

    private static IEnumerable<(string Source, string Value)> Candidates(AlertEvent alert, IReadOnlyList<string> labels)
    {
        if (alert.NamedHost is { } named)
        {
            yield return (alert.Receiver, named);
            yield break;
        }

        foreach (var label in labels)
        {
            if (alert.Labels.TryGetValue(label, out var value))
                yield return (label, value);
        }
    }

    /// <summary>
    /// The name in a label's value: without port and white space. Null for what cannot be a host's name. An address stays as it is: it
    /// matches only a host that Nova calls by that very address, never a short name.
    /// </summary>
    public static string? HostName(string value)
    {
        var text = value.AsSpan().Trim();
        if (text.Length > 1 && text[0] == '[' && text.IndexOf(']') is var end and > 0)
            text = text[1..end];
        else if (text.Count(':') == 1 && text.IndexOf(':') is var colon && IsPort(text[(colon + 1)..]))
            text = text[..colon];
        text = text.TrimEnd('.');
        if (text.IsEmpty || text.Length > MaxNameLength || text.ContainsAnyInRange('\0', ' ') || text.Contains('\x7f'))
            return null;
        return text.ToString();
    }

    /// <summary>Whether this is an IP address.</summary>
    internal static bool IsAddress(string name) => IPAddress.TryParse(name, out _);

    private static bool IsPort(ReadOnlySpan<char> text) => text.Length is > 0 and <= 5 && !text.ContainsAnyExceptInRange('0', '9');
}
