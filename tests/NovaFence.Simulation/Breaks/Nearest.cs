using NovaFence.Core.Alerts;
using NovaFence.Core.Hosts;

namespace NovaFence.Simulation.Breaks;

internal sealed record Nearest() : Break("nearest", 10, "a name that Nova does not know is taken for one that it knows")
{
    internal override IFencer Of(IFencer fencer, IServiceProvider services) => new RetoldFencer(fencer, Retell);

    private static AlertEvent Retell(AlertEvent alert)
    {
        if (alert.Labels.GetValueOrDefault("host") != "compute99")
            return alert;
        return alert with { Labels = new Dictionary<string, string>(alert.Labels, StringComparer.Ordinal) { ["host"] = "compute1" } };
    }
}
