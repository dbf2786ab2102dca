using System.Text.RegularExpressions;
using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Options;

namespace NovaFence.Server.Replaying;

/// <summary>The compute hosts that recorded alerts seem to mean: of each the name by which it is looked up first.</summary>
internal static partial class ReplayHosts
{
    internal static IEnumerable<string> NamedBy(IEnumerable<AlertEvent> alerts, HostsOptions options)
    {
        var names = alerts.Select(alert => HostResolver.FirstName(alert, options)).OfType<string>().Where(name => Nova().IsMatch(name)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        // A host that is called both with its domain and without is one host.
        return names.Where(name => !options.Domains.Any(domain => name.EndsWith($".{domain}", StringComparison.OrdinalIgnoreCase) && names.Contains(name[..^(domain.Length + 1)], StringComparer.OrdinalIgnoreCase)));
    }

    /// <summary>What Nova takes as a host's name.</summary>
    [GeneratedRegex("^[a-zA-Z0-9._-]{1,255}\\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Nova();
}
