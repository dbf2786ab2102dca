namespace NovaFence.Core.Alerts;

/// <summary>Where a sender shows an alert to a person: Alertmanager's and Grafana's <c>generatorURL</c>, PagerDuty's <c>html_url</c>.</summary>
public static class AlertLink
{
    /// <summary>Most characters of a link.</summary>
    public const int MaxLength = 500;

    /// <summary>
    /// The link as it is kept: http or https, ASCII, without user and password, and whole. Null where it cannot be followed, and where it is longer than
    /// <see cref="MaxLength"/>: without its query it would lead elsewhere.
    /// </summary>
    public static string? Of(string? sent)
    {
        if (sent is not { Length: <= 8192 } || !Uri.TryCreate(sent, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            return null;
        if (HostOf(url) is not { } host)
            return null;
        var link = $"{url.Scheme}://{host}{(url.IsDefaultPort ? "" : FormattableString.Invariant($":{url.Port}"))}{url.AbsolutePath}{url.Query}{url.Fragment}";
        return link.Length > MaxLength || link.AsSpan().ContainsAnyExceptInRange('!', '~') ? null : link;
    }

    private static string? HostOf(Uri url)
    {
        try
        {
            return url.HostNameType == UriHostNameType.IPv6 ? url.Host : url.IdnHost;
        }
        catch (UriFormatException)
        {
            // A name that has no form in ASCII.
            return null;
        }
    }
}
