using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Http.Options;

namespace NovaFence.Server.Checking;

/// <summary>Whether the receivers that the routes rest on take anything, and the other way round.</summary>
internal static class ReceiverCheck
{
    internal static IEnumerable<CheckLine> Check(ReceiversOptions options, RouteTable routes) =>
    [
        Line("alertmanager", options.Alertmanager.Tokens.Count > 0, $"{ReceiversOptions.Section}:Alertmanager:Tokens", routes),
        Line("grafana", options.Grafana.Tokens.Count + options.Grafana.Secrets.Count > 0, $"{ReceiversOptions.Section}:Grafana:Secrets or {ReceiversOptions.Section}:Grafana:Tokens", routes),
        Line("pagerduty", options.PagerDuty.Secrets.Count > 0, $"{ReceiversOptions.Section}:PagerDuty:Secrets", routes),
        .. options.Generic.Select((one, index) => Line(one.Name!, one.Secrets.Count + one.Tokens.Count > 0, FormattableString.Invariant($"{ReceiversOptions.Section}:Generic:{index}:Secrets"), routes)),
    ];

    private static CheckLine Line(string receiver, bool on, string key, RouteTable routes)
    {
        var name = $"receiver: {receiver}";
        var routed = routes.Routes.Any(route => string.Equals(route.Receiver, receiver, StringComparison.OrdinalIgnoreCase));
        return (on, routed) switch
        {
            (true, true) => CheckLine.Ok(name, "It is on."),
            (false, false) => CheckLine.Ok(name, "It is off, and no route takes its alerts."),
            (true, false) => CheckLine.Warning(name, "It is on, and no route takes its alerts: all of them are ignored.", "Add a route under NovaFence:Routes, or switch it off."),
            (false, true) => CheckLine.Failed(name, "It is off, and a route waits for its alerts.", $"Set {key}."),
        };
    }
}
