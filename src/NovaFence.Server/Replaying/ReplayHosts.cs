using System.Net;
using System.Text.RegularExpressions;
using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Options;

namespace NovaFence.Server.Replaying;

/// <summary>The compute hosts that recorded alerts seem to mean: of each the first label that holds a name.</summary>
internal static partial class ReplayHosts
{
    internal static IEnumerable<string> NamedBy(IEnumerable<AlertEvent> alerts, HostsOptions options)
    {
        IReadOnlyList<string> labels = options.Labels.Count > 0 ? [.. options.Labels] : HostsOptions.DefaultLabels;
        var names = alerts.Select(alert => Name(alert, labels)).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        // A host that is called both with its domain and without is one host.
        return names.Where(name => !name.Contains('.', StringComparison.Ordinal) || !names.Contains(name[..name.IndexOf('.', StringComparison.Ordinal)], StringComparer.OrdinalIgnoreCase));
    }

    private static string? Name(AlertEvent alert, IReadOnlyList<string> labels) =>
        (alert.NamedHost is { } named ? [named] : labels.Select(label => alert.Labels.GetValueOrDefault(label)).OfType<string>())
        .Select(HostResolver.HostName).OfType<string>().FirstOrDefault(name => Nova().IsMatch(name) && !IPAddress.TryParse(name, out _));

    /// <summary>What Nova takes as a host's name.</summary>
    [GeneratedRegex("^[a-zA-Z0-9._-]{1,255}\\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Nova();
}
