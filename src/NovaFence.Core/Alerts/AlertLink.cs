namespace NovaFence.Core.Alerts;

/// <summary>Where a sender shows an alert to a person: Alertmanager's and Grafana's <c>generatorURL</c>, PagerDuty's <c>html_url</c>.</summary>
public static class AlertLink
{
    /// <summary>Most characters of a link.</summary>
    public const int MaxLength = 500;

    /// <summary>Most characters of one that a host's record keeps, which has to hold many.</summary>
    public const int MaxKeptLength = 150;

    /// <summary>
    /// The link as it is kept: http or https, ASCII, without user and password. Of one that is too long only what stands before its query; null where nothing
    /// is left that could be followed.
    /// </summary>
    public static string? Of(string? sent) => Fit(sent, MaxLength);

    /// <summary>The same, short enough for a record.</summary>
    internal static string? Kept(string? link) => Fit(link, MaxKeptLength);

    private static string? Fit(string? text, int most)
    {
        if (text is not { Length: <= 8192 } || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            return null;
        if (HostOf(url) is not { } host)
            return null;
        var place = $"{url.Scheme}://{host}{(url.IsDefaultPort ? "" : FormattableString.Invariant($":{url.Port}"))}{url.AbsolutePath}";
        var whole = place + url.Query + url.Fragment;
        var fit = whole.Length <= most ? whole : place.Length <= most ? place : null;
        return fit is null || fit.AsSpan().ContainsAnyExceptInRange('!', '~') ? null : fit;
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
