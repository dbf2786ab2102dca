using NovaFence.Core.Cloud;
using NovaFence.Core.Options;

namespace NovaFence.Core.Decisions;

/// <summary>Finds labels and domains that can be none.</summary>
internal sealed class HostsCheck : IOptionsCheck<NovaFenceOptions>
{
    /// <summary>Longest part of a name between two dots (RFC 1035).</summary>
    private const int MaxPartLength = 63;

    public IEnumerable<string> Problems(NovaFenceOptions options)
    {
        foreach (var (index, label) in options.Hosts.Labels.Index())
        {
            if (string.IsNullOrWhiteSpace(label) || label.Trim().Length != label.Length)
                yield return $"NovaFence:Hosts:Labels:{index} has to be a label's name, without white space round it";
        }

        foreach (var (index, domain) in options.Hosts.Domains.Index())
        {
            if (!IsDomain(domain))
                yield return $"NovaFence:Hosts:Domains:{index} has to be a domain without a dot before or behind it, such as example.org";
        }
    }

    private static bool IsDomain(string? domain) =>
        domain is { Length: > 0 and < HostNames.MaxLength }
        && HostAddress.Canonical(domain) is null
        && Array.TrueForAll(domain.Split('.'), part => part.Length is > 0 and <= MaxPartLength && part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'));
}
