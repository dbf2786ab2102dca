using System.Diagnostics.CodeAnalysis;

namespace NovaFence.Power.Options;

/// <summary>
/// <c>https://{host}-bmc.example.com</c>: the address of a host's BMC, made of its name. What stands before and behind the name remains, and the name is one DNS
/// label: it has no dot, colon, slash or @, by which it would lead elsewhere.
/// </summary>
internal sealed class HostPattern
{
    private const int MostLabelLetters = 63;
    private readonly string _before;
    private readonly string _behind;
    private readonly int _port;

    private HostPattern(string before, string behind, int port) => (_before, _behind, _port) = (before, behind, port);

    /// <summary>Reads it; <paramref name="problem"/>, to be read behind its key, where it is none.</summary>
    internal static bool TryRead(string text, [NotNullWhen(true)] out HostPattern? pattern, [NotNullWhen(false)] out string? problem)
    {
        (pattern, problem) = (null, null);
        var parts = text.Trim().Split(BmcOptions.HostPlace);
        if (parts.Length != 2)
            problem = $"has {BmcOptions.HostPlace} not once: write one such as https://{BmcOptions.HostPlace}-bmc.example.com";
        else if (!BmcAddress.TryRead($"{parts[0]}x{parts[1]}", out var address, out problem))
            return false;
        else if (parts[0].IndexOf("://", StringComparison.Ordinal) is var scheme && (scheme < 0 || parts[0].AsSpan(scheme + 3).ContainsAny("/:@[")))
            problem = $"has {BmcOptions.HostPlace} elsewhere than in the name of the machine: write one such as https://{BmcOptions.HostPlace}-bmc.example.com";
        else if (Behind(parts[1]) is var behind && !behind.Any(char.IsAsciiLetter))
            problem = $"has nothing behind {BmcOptions.HostPlace} that remains, so that the name of a host could be any machine: write a domain behind it, such as https://{BmcOptions.HostPlace}-bmc.example.com";
        else
            pattern = new HostPattern(parts[0][(scheme + 3)..].ToLowerInvariant(), behind.ToLowerInvariant(), address.Port);
        return problem is null;
    }

    /// <summary>The address of this host's BMC; null where its name is none that can stand in it.</summary>
    internal Uri? For(string host)
    {
        if (!IsLabel(host))
            return null;
        var name = $"{_before}{host.ToLowerInvariant()}{_behind}";
        return name.Split('.').All(IsLabel)
            && Uri.TryCreate(FormattableString.Invariant($"https://{name}:{_port}/"), UriKind.Absolute, out var made)
            && made.Host == name && made.HostNameType == UriHostNameType.Dns && made.UserInfo.Length == 0 && made.Port == _port && made.AbsolutePath == "/"
            ? made
            : null;
    }

    /// <summary>Letters, digits and hyphens within: https://www.rfc-editor.org/rfc/rfc1123#section-2.1</summary>
    private static bool IsLabel(string name) =>
        name.Length is > 0 and <= MostLabelLetters && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-') && name[0] != '-' && name[^1] != '-';

    private static string Behind(string rest) => rest.IndexOfAny([':', '/']) is var end and >= 0 ? rest[..end] : rest;
}
