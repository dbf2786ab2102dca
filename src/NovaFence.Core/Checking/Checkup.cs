using NovaFence.Core.Cloud;
using NovaFence.Core.Options;
using NovaFence.Core.Pauses;
using NovaFence.Core.Routing;

namespace NovaFence.Core.Checking;

/// <inheritdoc />
internal sealed class Checkup(ICloudCheck cloud, LedgerCheck ledger, IPauses pauses, RouteTable routes, NovaFenceOptions options) : ICheckup
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<CheckLine>> CheckAsync(CancellationToken cancellationToken)
    {
        var found = await cloud.CheckAsync(cancellationToken);
        var book = await ledger.CheckAsync(cancellationToken);
        return [.. found, .. book, Mode(), .. routes.Routes.Select(Of), .. Of(await pauses.ListAsync(cancellationToken))];
    }

    private CheckLine Mode() => options.Mode == FenceMode.Observe
        ? CheckLine.Warning("mode", "NovaFence only observes: everything is decided and recorded, and nothing is sent to Nova.", "Set NovaFence:Mode to fence when that is no longer what you want.")
        : CheckLine.Ok("mode", "Verdicts are acted on.");

    private static CheckLine Of(Route route)
    {
        var matches = route.Matchers.Count == 0 ? "every alert" : string.Join(", ", route.Matchers);
        var found = $"{matches} of {route.Receiver}; evidence {route.Evidence}; release {(route.Release == ReleasePolicy.Immediately ? "immediately" : "manually")}.";
        return route.Evidence is Evidence.Asserted
            ? CheckLine.Warning($"route: {route.Name}", found, "Nothing in its alerts says that the host is fenced: make sure that they only come after fencing.")
            : CheckLine.Ok($"route: {route.Name}", found);
    }

    private static IEnumerable<CheckLine> Of(PauseResult result) => result is PauseResult.Done done
        ? done.Pauses.Select(pause => CheckLine.Warning("pause", $"{pause.Host ?? "Everything"} is paused: {pause.Reason} (by {pause.By}).", $"'novafence resume{(pause.Host is { } host ? $" --host {host}" : "")}' when the work is done."))
        : [];
}
