using NovaFence.Core.Cloud;
using NovaFence.Core.Options;
using NovaFence.Core.Pauses;
using NovaFence.Core.Routing;

namespace NovaFence.Core.Checking;

/// <inheritdoc />
internal sealed class Checkup(ICloudCheck cloud, IEvacuations evacuations, LedgerCheck ledger, IPauses pauses, RouteTable routes, NovaFenceOptions options) : ICheckup
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<CheckLine>> CheckAsync(CancellationToken cancellationToken)
    {
        var found = await cloud.CheckAsync(cancellationToken);
        var book = await ledger.CheckAsync(cancellationToken);
        return [.. found, .. await EvacuationsAsync(cancellationToken), .. book, Mode(), .. routes.Routes.Select(Of), .. Of(await pauses.ListAsync(cancellationToken))];
    }

    /// <summary>Only a release that waits for them asks for evacuations; any host's name will do to learn whether it may.</summary>
    private async Task<IEnumerable<CheckLine>> EvacuationsAsync(CancellationToken cancellationToken)
    {
        const string name = "policy: migrations";
        if (routes.Routes.All(route => route.Release != ReleasePolicy.WhenHealthy))
            return [];
        return await evacuations.InFlightFromAsync(new ComputeHost("novafence-check", null), cancellationToken) is EvacuationCount.Unavailable unavailable
            ? [CheckLine.Failed(name, unavailable.Why, "Release whenHealthy waits until no evacuation is under way: give this user a role that os_compute_api:os-migrations:index allows, or release immediately or manually.")]
            : [CheckLine.Ok(name, "Evacuations can be listed, which release whenHealthy waits for.")];
    }

    private static string Word(ReleasePolicy release) => release switch
    {
        ReleasePolicy.Immediately => "immediately",
        ReleasePolicy.WhenHealthy => "whenHealthy",
        _ => "manually",
    };

    private CheckLine Mode() => options.Mode == FenceMode.Observe
        ? CheckLine.Warning("mode", "NovaFence only observes: everything is decided and recorded, and nothing is sent to Nova.", "Set NovaFence:Mode to fence when that is no longer what you want.")
        : CheckLine.Ok("mode", "Verdicts are acted on.");

    private static CheckLine Of(Route route)
    {
        var matches = route.Matchers.Count == 0 ? "every alert" : string.Join(", ", route.Matchers);
        var found = $"{matches} of {route.Receiver}; evidence {route.Evidence}; release {Word(route.Release)}.";
        return route.Evidence is Evidence.Asserted
            ? CheckLine.Warning($"route: {route.Name}", found, "Nothing in its alerts says that the host is fenced: make sure that they only come after fencing.")
            : CheckLine.Ok($"route: {route.Name}", found);
    }

    private static IEnumerable<CheckLine> Of(PauseResult result) => result is PauseResult.Done done
        ? done.Pauses.Select(pause => CheckLine.Warning("pause", $"{pause.Host ?? "Everything"} is paused: {pause.Reason} (by {pause.By}).", $"'novafence resume{(pause.Host is { } host ? $" --host {host}" : "")}' when the work is done."))
        : [];
}
