using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Options;
using Route = NovaFence.Core.Decisions.Route;

namespace NovaFence.Server.Commands;

/// <summary>An alert of Alertmanager's that the routes in force take, for whoever wants to paste one.</summary>
/// <param name="Labels">Its labels, the host's name among them.</param>
/// <param name="Evidence">Further labels, which say that the host is fenced.</param>
/// <param name="Route">The route that takes it; null where none could be found that does.</param>
internal sealed record SandboxExample(IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, string> Evidence, Route? Route)
{
    private const string Receiver = "alertmanager";

    /// <summary>Labels and evidence.</summary>
    internal IReadOnlyDictionary<string, string> All => Labels.Concat(Evidence).DistinctBy(label => label.Key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);

    /// <summary>Whether the evidence of the route is met by this alert alone.</summary>
    internal bool IsEvident => Route is not null && Event(All) is var alert && Route.Evidence.IsMetBy(new EvidenceFacts(Route.Evidence.CarriedBy(alert), 1));

    /// <summary>An alert about the host for the first route that one can be made for; where there is none, the sandbox's own.</summary>
    internal static SandboxExample For(RouteTable routes, HostsOptions hosts, string host)
    {
        var plain = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["alertname"] = "HostDown",
            [hosts.Labels.Count > 0 ? hosts.Labels[0] : HostsOptions.DefaultLabels[0]] = host,
            ["severity"] = "critical",
        };
        var made = routes.Routes.Where(route => string.Equals(route.Receiver, Receiver, StringComparison.OrdinalIgnoreCase))
            .Select(route => Made(route, plain, host))
            .Where(example => routes.Find(Event(example.All)) == example.Route)
            .ToList();
        return made.Find(example => example.IsEvident) ?? made.FirstOrDefault() ?? new SandboxExample(plain, new Dictionary<string, string>(StringComparer.Ordinal), null);
    }

    private static SandboxExample Made(Route route, Dictionary<string, string> plain, string host)
    {
        var labels = new Dictionary<string, string>(plain, StringComparer.Ordinal);
        foreach (var matcher in route.Matchers.Where(matcher => !matcher.Matches(labels) && labels.GetValueOrDefault(matcher.Name) != host))
        {
            if (ValueFor(matcher) is { } value)
                labels[matcher.Name] = value;
            else
                labels.Remove(matcher.Name);
        }

        var evidence = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var matcher in route.Evidence.Conditions.OfType<Evidence.Label>().Select(condition => condition.Matcher))
        {
            if (ValueFor(matcher) is { } value)
                evidence.TryAdd(matcher.Name, value);
        }

        return new SandboxExample(labels, evidence, route);
    }

    /// <summary>A value that it matches: what it was written with, or one of the alternatives there; null where that is no plain text.</summary>
    private static string? ValueFor(LabelMatcher matcher)
    {
        if (matcher.IsNegated)
            return null;
        var written = matcher.Text[(matcher.Text.IndexOf('=', StringComparison.Ordinal) + 1)..].TrimStart('~').Trim().Trim('"');
        return written.Split('|').Prepend(written).Select(one => one.Trim('(', ')', '^', '$')).FirstOrDefault(one => one.Length > 0 && matcher.MatchesValue(one));
    }

    private static AlertEvent Event(IReadOnlyDictionary<string, string> labels) => new()
    {
        Receiver = Receiver,
        Fingerprint = "example",
        Status = AlertStatus.Firing,
        At = DateTimeOffset.UnixEpoch,
        ReceivedAt = DateTimeOffset.UnixEpoch,
        Labels = labels,
    };
}
