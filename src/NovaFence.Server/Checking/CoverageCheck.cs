using System.Globalization;
using NovaFence.Core.Alerts;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Options;

namespace NovaFence.Server.Checking;

/// <summary>Whether what the monitoring watches can be told to be compute hosts of Nova's.</summary>
internal sealed class CoverageCheck(ICloud cloud, NovaFenceOptions options, RouteTable routes)
{
    internal const string Name = "coverage";

    /// <summary>Most names in a sentence.</summary>
    private const int MostNamed = 10;

    /// <param name="where">Where they come from, for a sentence.</param>
    /// <param name="what"><c>targets</c> or <c>alerts</c>.</param>
    /// <param name="all">What is watched, each as an alert of it would look.</param>
    /// <param name="byRoute">Whether only those count that a route takes.</param>
    /// <param name="cancellationToken">The caller's.</param>
    internal async Task<CheckLine> CheckAsync(string where, string what, IReadOnlyList<AlertEvent> all, bool byRoute, CancellationToken cancellationToken)
    {
        if (await cloud.ListComputeServicesAsync(cancellationToken) is not CloudListing.Listed listed)
            return CheckLine.Failed(Name, "It cannot be told, because Nova does not list its compute hosts.", "See the lines about the cloud.");
        var counted = byRoute ? [.. all.Where(alert => routes.Find(alert) is not null)] : all;
        var left = all.Count - counted.Count;
        var leftOut = left == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {left} more are taken by no route.");
        if (counted.Count == 0)
            return CheckLine.Warning(Name, $"{where} has no {what} that could be looked at.{leftOut}", "Try again while something is watched, or with a recorded delivery (--delivery).");

        var fleet = Fleet.Listed(listed.Services, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
        var unresolved = counted.Where(alert => HostResolver.Resolve(alert, options.Hosts, fleet) is not HostResolution.Found).Select(alert => Shown(alert, options.Hosts.GetEffectiveLabels())).ToList();
        var found = string.Create(CultureInfo.InvariantCulture, $"{counted.Count - unresolved.Count} of {counted.Count} {what} of {where} resolve to a compute host");
        if (unresolved.Count == 0)
            return CheckLine.Ok(Name, $"{found}.{leftOut}");

        var named = string.Join(", ", unresolved.Take(MostNamed)) + (unresolved.Count > MostNamed ? ", …" : "");
        var sentence = $"{found}, these do not: {named}.{leftOut}";
        const string toDo = "An alert of theirs would be held. Where one is a compute host, give it a label with the name that Nova has for it, and name that label in NovaFence:Hosts:Labels.";
        return unresolved.Count == counted.Count ? CheckLine.Failed(Name, sentence, toDo) : CheckLine.Warning(Name, sentence, toDo);
    }

    /// <summary>By the label that was looked at first, or by whatever there is.</summary>
    private static string Shown(AlertEvent alert, IEnumerable<string> labels)
    {
        var text = alert.NamedHost
            ?? (alert.Mentions is [var first, ..] ? first.Text : null)
            ?? labels.Append("instance").Append("alertname").Select(label => alert.Labels.GetValueOrDefault(label)).FirstOrDefault(value => value is not null)
            ?? alert.Fingerprint;
        return Excerpt.Of(text);
    }
}
