using NovaFence.Core.Alerts;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Core.Notify;
using NovaFence.Core.Options;

namespace NovaFence.Core.Audit;

/// <inheritdoc />
internal sealed class Checkup(ICloudCheck cloud, IEvacuations evacuations, LedgerCheck ledger, LedgerCache rows, FleetCache fleet, IPauses pauses, RouteTable routes, KnownReceivers receivers, InForce inForce, IOutbox outbox, NovaFenceOptions options, TimeProvider clock) : ICheckup
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<CheckLine>> CheckAsync(CancellationToken cancellationToken)
    {
        var found = await cloud.CheckAsync(cancellationToken);
        var book = await ledger.CheckAsync(cancellationToken);
        // One look for the places and the limits. Where the cloud does not answer the lines before say so, and nobody waits for it once more.
        var look = found.All(line => line.Result != CheckResult.Failed) ? await fleet.LookAsync(clock.GetUtcNow(), options.Fencing.PutDeadline, cancellationToken) : null;
        return [.. found, .. await EvacuationsAsync(cancellationToken), .. book, .. Places(look), Mode(), Settling(), Names(), .. routes.Routes.Select(Of), .. Recorded(), .. Watchdog(), .. Limits(), .. outbox.Receivers.Select(Of), .. Of(await pauses.ListAsync(cancellationToken))];
    }

    /// <summary>Every unset asks for evacuations first; any host's name will do to learn whether it may.</summary>
    private async Task<IEnumerable<CheckLine>> EvacuationsAsync(CancellationToken cancellationToken)
    {
        const string name = "policy: migrations";
        return await evacuations.InFlightFromAsync(new ComputeHost("novafence-check", null), cancellationToken) is EvacuationCount.Unavailable unavailable
            ? [CheckLine.Failed(name, unavailable.Why, "Nothing is unset while an evacuation may be in flight: give this user a role that os_compute_api:os-migrations:index allows, or every host is unset by an operator, with --force.")]
            : [CheckLine.Ok(name, "Evacuations can be listed, which every unset waits for.")];
    }

    /// <summary>How many places are left; nothing where ledger or Nova does not answer, or the row cannot be read, which other lines say.</summary>
    private IEnumerable<CheckLine> Places(Fleet? look)
    {
        if (rows.Remembered is not { } known || look is null || known.UnreadableShared().Count > 0)
            return [];
        var left = PlacesLeft.Of(known.Places(), look, options.Budget, clock.GetUtcNow());
        return [left.Full.Count == 0 ? CheckLine.Ok(CheckLine.Places, left.Counted) : CheckLine.Warning(CheckLine.Places, $"{left.Counted} No place is left: the next alert is held.", left.ToDo)];
    }

    /// <summary>The limits as numbers of hosts; nothing while the fleet is not known.</summary>
    private IEnumerable<CheckLine> Limits() => fleet.Current.Size is var size and > 0
        ? [CheckLine.Ok("budget", $"{inForce.Budget(size)}."), CheckLine.Ok("storm", $"{inForce.Storm(size)}.")]
        : [];

    private CheckLine Mode() => options.Mode == FenceMode.Observe
        ? CheckLine.Warning("mode", $"{inForce.Mode}; everything is decided and recorded.", "Set NovaFence:Mode to fence when that is no longer what you want.")
        : CheckLine.Ok("mode", $"{inForce.Mode}.");

    private CheckLine Settling() => options.Release.SettleTime < TimeSpan.FromSeconds(30)
        ? CheckLine.Warning("release", FormattableString.Invariant($"A resolved alert is believed after {options.Release.SettleTime.TotalSeconds:0} s."), "Set NovaFence:Release:SettleTime to 30 s or more (default 90 s): an Alertmanager that lost its Prometheus says resolved of a dead host.")
        : CheckLine.Ok("release", FormattableString.Invariant($"A resolved alert is believed after {options.Release.SettleTime.TotalSeconds:0} s."));

    private CheckLine Names() => options.Hosts.Labels.Count > 0
        ? CheckLine.Ok("host labels", $"The host is {inForce.Names}.")
        : CheckLine.Warning("host labels", $"The host is {inForce.Names}.", "Name the label of your alerts that holds Nova's host name; an alert without it is held.");

    /// <summary>What the records name and this configuration does not know: how their hosts are released, and whether anybody hears that their alerts end, rests on it.</summary>
    private IEnumerable<CheckLine> Recorded()
    {
        if (rows.Remembered is not { } known)
            return [];
        var records = known.UnorderedRecords().ToList();
        return
        [
            .. RecordedRoutes.In(records).Where(route => routes.Named(route.Key) is null).Select(route => CheckLine.Warning(
                $"recorded route: {route.Key}",
                $"The records of {Excerpt.Names(route.Value, LedgerCheck.MostNamed)} name it, and no route has it as its Name or among its FormerNames: these hosts are released manually, and an alert of them that waits is not let through.",
                $"Write \"FormerNames\": [\"{route.Key}\"] at the route that it is called now.")),
            .. records.SelectMany(record => record.Alerts.Where(alert => alert.IsOpen && !receivers.Has(alert.Receiver)).Select(alert => (alert.Receiver, record.Host))).Distinct()
                .GroupBy(one => one.Receiver, one => one.Host, StringComparer.Ordinal).OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => CheckLine.Warning(
                $"recorded receiver: {one.Key}",
                $"Alerts of {Excerpt.Names([.. one.Order(StringComparer.Ordinal)], LedgerCheck.MostNamed)} fire that came through it, and there is no receiver of this name: nobody hears that they end.",
                "Give the receiver its name back until they have ended, or unset these hosts by name.")),
        ];
    }

    private IEnumerable<CheckLine> Watchdog() => routes.Watchdog is { } watchdog ? [CheckLine.Ok("watchdog", $"{InForce.Of(watchdog)}.")] : [];

    private static CheckLine Of(Route route)
    {
        var found = InForce.Of(route) + ".";
        if (route.IgnoresContradiction)
            return CheckLine.Warning($"route: {route.Name}", found, "Its alerts have to mean that nova-compute lives and the host is to go down all the same.");
        return route.Evidence.IsWord
            ? CheckLine.Warning($"route: {route.Name}", found, "Nothing in its alerts says that the host is fenced: make sure that they only come after fencing.")
            : CheckLine.Ok($"route: {route.Name}", found);
    }

    private static CheckLine Of(ReceiverStatus receiver)
    {
        var name = $"notify: {receiver.Name}";
        if (receiver.ParkedAt is { } parked)
            return CheckLine.Warning(name, FormattableString.Invariant($"{receiver.Description}; it is not told anything since {parked:u}: {receiver.Why}."), $"'novafence resume --notify {receiver.Name}' when it is well again.");
        return receiver.FailingSince is { } failing
            ? CheckLine.Warning(name, FormattableString.Invariant($"{receiver.Description}; it could not be told since {failing:u}: {receiver.Why}."), "See to the receiver; it is tried again every five minutes, for 24 hours.")
            : CheckLine.Ok(name, $"{receiver.Description}.");
    }

    private static IEnumerable<CheckLine> Of(PauseResult result) => result is PauseResult.Done done
        ? done.Pauses.Select(pause => CheckLine.Warning("pause", $"{pause.Host ?? "Everything"} is paused: {pause.Reason} (by {pause.By}).", $"'novafence resume{(pause.Host is { } host ? $" --host {host}" : "")}' when the work is done."))
        : [];
}
