using NovaFence.Core.Alerts;
using NovaFence.Core.Hosts;

namespace NovaFence.Simulation.Breaks;

internal sealed record OneIsTwo() : Break("one-is-two", 1, "alerts of the same name agree with each other")
{
    internal override int FirstSeed => 2170;

    internal override IFencer Of(IFencer fencer, IServiceProvider services) => new RetoldFencer(fencer, Retell);

    private static AlertEvent Retell(AlertEvent alert) => alert.Labels.ContainsKey("alertname")
        ? alert with { Labels = new Dictionary<string, string>(alert.Labels, StringComparer.Ordinal) { ["alertname"] = alert.Fingerprint } }
        : alert;
}
