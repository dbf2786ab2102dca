using NovaFence.Core.Options;

namespace NovaFence.Core.Decisions;

/// <summary>Whether this process takes alerts, and so cannot do without routes. An operator's command that takes none can.</summary>
/// <param name="IsNeeded">True by default.</param>
public sealed record RoutesNeed(bool IsNeeded);

/// <summary>Finds every route, and a watchdog, that cannot be used, and limits that contradict each other.</summary>
internal sealed class RoutesCheck(KnownReceivers receivers, RoutesNeed need) : IOptionsCheck<NovaFenceOptions>
{
    public IEnumerable<string> Problems(NovaFenceOptions options)
    {
        RouteTable.Read(options, receivers, out var problems);
        if (need.IsNeeded && options.Routes.Count == 0)
            problems = ["NovaFence:Routes is empty: without a route no alert is acted on. Add at least one, with Receiver, Match, Evidence and Release", .. problems];
        var fencing = options.Fencing;
        return fencing.Lease >= fencing.PutDeadline + TimeSpan.FromSeconds(5)
            ? problems
            : [.. problems, $"NovaFence:Fencing:Lease ({fencing.Lease}) must exceed NovaFence:Fencing:PutDeadline ({fencing.PutDeadline}) by at least 5 s, or another instance takes over while a PUT is under way"];
    }
}
