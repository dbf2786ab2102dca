using NovaFence.Core.Decisions;

namespace NovaFence.Simulation.Breaks;

internal sealed record WithoutEvidence() : Break("evidence", 1, "every route takes the evidence for granted")
{
    internal override RouteTable Of(RouteTable routes) => RouteTable.Read(
        [
            .. routes.Routes.Select(route =>
            {
                var granted = new Core.Options.RouteOptions { Name = route.Name, Receiver = route.Receiver, Evidence = "asserted", Release = route.Release.ToString() };
                foreach (var matcher in route.Matchers)
                    granted.Match.Add(matcher.Text);
                return granted;
            }),
        ],
        KnownReceivers.BuiltIn,
        out _);
}
