using System.Security.Cryptography;
using System.Text;
using NovaFence.Core.Alerts;
using NovaFence.Core.Options;

namespace NovaFence.Core.Decisions;

/// <summary>A route that has been read and found sound.</summary>
public sealed record Route(string Name, string Receiver, IReadOnlyList<LabelMatcher> Matchers, Evidence Evidence, ReleasePolicy Release)
{
    /// <summary>What it was called before.</summary>
    public IReadOnlyList<string> FormerNames { get; init; } = [];

    /// <summary>Whether a host whose nova-compute reports is forced down all the same.</summary>
    public bool IgnoresContradiction { get; init; }

    /// <summary>Whether the host's machine is switched off where everything but its power lets the host be forced down. <see cref="Evidence"/> then asks for its power too.</summary>
    public bool PowerOff { get; init; }

    /// <summary>What has to be met before a machine is switched off; null where none is.</summary>
    public Evidence? ToSwitchOff => PowerOff ? Evidence.ToSwitchOff : null;

    /// <summary>
    /// A mark of which alerts it takes, of how their hosts are found, and of whether they are acted on: its receiver and matchers, <c>Hosts:*</c>, and <c>Mode</c>. What waits keeps it,
    /// because neither its labels nor the configuration of then are there when it is decided anew. Null where it is not known.
    /// </summary>
    public string? TakesAs { get; init; }

    /// <summary>
    /// A mark of what else decides which alerts come to it and whose they are: the routes before it that may take the same alerts, and how its receiver reads a delivery. A mark of
    /// its own, because the version before does not write it; empty where there is nothing of that, null where it is not known.
    /// </summary>
    public string? TakesBehind { get; init; }

    /// <summary>A mark of <see cref="Evidence"/>, with its window; null where it is not known.</summary>
    public string? AsksFor { get; init; }

    /// <summary>Most characters of a name: every alert in a record carries it.</summary>
    public const int MaxNameLength = 64;

    /// <summary>Whether this route takes the alert.</summary>
    public bool Takes(AlertEvent alert) =>
        string.Equals(Receiver, alert.Receiver, StringComparison.OrdinalIgnoreCase) && Matchers.All(matcher => matcher.Matches(alert.Labels));

    /// <summary>The same route with <see cref="TakesAs"/>, <see cref="TakesBehind"/> and <see cref="AsksFor"/>: eight hexadecimal digits of a SHA-256 each.</summary>
    /// <param name="hosts">How hosts are found.</param>
    /// <param name="mode">Whether it is acted on.</param>
    /// <param name="before">The routes before it.</param>
    /// <param name="readAs">How its receiver reads a delivery; null where nothing of that is configured.</param>
    internal Route Marked(HostsOptions hosts, FenceMode mode, IEnumerable<Route> before, string? readAs)
    {
        // In no order, but for the labels: the first that is there decides.
        List<string> of =
        [
            Receiver, .. Matchers.Select(matcher => matcher.Text).Order(StringComparer.Ordinal),
            "", .. hosts.GetEffectiveLabels(), "", .. hosts.Domains.Order(StringComparer.OrdinalIgnoreCase), "", Receiver == "pagerduty" ? hosts.PagerDutyPattern ?? "" : "",
            // Without a line for the other mode: the marks of the version before are of it.
            .. mode == FenceMode.Observe ? ["observe"] : Array.Empty<string>(),
        ];
        // What no alert of this route can match takes none away from it, wherever it stands.
        List<string> behind =
        [
            .. before.Where(other => other.Receiver == Receiver && !other.Matchers.Any(matcher => Matchers.Any(matcher.Excludes)))
                .Select(other => string.Join('\n', other.Matchers.Select(matcher => matcher.Text).Order(StringComparer.Ordinal)))
                .Order(StringComparer.Ordinal),
            .. readAs is null ? Array.Empty<string>() : [readAs],
        ];
        return this with
        {
            TakesAs = MarkOf(string.Join('\n', of)),
            TakesBehind = behind.Count == 0 ? "" : MarkOf(string.Join("\n\n", behind)),
            AsksFor = MarkOf(FormattableString.Invariant($"{Evidence} {Evidence.Window}")),
        };
    }

    private static string MarkOf(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)), 0, 4);
}
