using NovaFence.Core.Alerts;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Ledger;

namespace NovaFence.Core.Hosts;

/// <content>Whose an alert is, by the rows and by what it names. Whoever explains a delivery asks the same.</content>
internal sealed partial class Fencer
{
    /// <summary>
    /// The events of a delivery by their alerts, each with its place. Those with a firing event come first: what ends in the same delivery must not raise a host that
    /// another alert of it is about to hold down.
    /// </summary>
    internal static IEnumerable<List<(int Place, AlertEvent Alert)>> InOrder(IReadOnlyList<AlertEvent> alerts) => alerts.Index()
        .GroupBy(one => (one.Item.Receiver, one.Item.Fingerprint)).Select(events => Ordered([.. events])).OrderBy(events => events.TrueForAll(one => one.Alert.Status == AlertStatus.Resolved));

    /// <summary>
    /// The events of one alert as they are taken: in their order, but what a moment sender says to have fired before a later end of the same delivery after that end. It is superseded
    /// then, and forces no host down that is known to be well.
    /// </summary>
    private static List<(int Place, AlertEvent Alert)> Ordered(List<(int Place, AlertEvent Alert)> events)
    {
        if (events is [_] || !events.TrueForAll(one => one.Alert.TellsOfAMoment))
            return events;
        var ended = events.Where(one => one.Alert.Status == AlertStatus.Resolved).Max(one => (DateTimeOffset?)one.Alert.At);
        return [.. events.OrderBy(one => one.Alert.Status == AlertStatus.Firing && one.Alert.At < ended)];
    }

    /// <summary>The hosts that the ledger has for the alert; none where nothing was heard of it, or it was heard of in merges only and is, when it fires, heard for the first time.</summary>
    private static IReadOnlyList<string> KnownHosts(LedgerTransaction? rows, AlertEvent alert, HostResolution named) =>
        rows?.Identity(alert.Receiver, alert.Fingerprint) switch
        {
            null or { FirstHeard: null } when alert.Status == AlertStatus.Firing && named is HostResolution.Found => [],
            var identity => identity?.Hosts ?? [],
        };

    /// <summary>The host that an alert names of which the ledger has none. What Nova no longer lists may have a record still, in which it ends.</summary>
    private static IReadOnlyList<string> NamedHosts(LedgerTransaction? rows, AlertEvent alert, HostResolution named) => named switch
    {
        HostResolution.Found found => [found.Host.Name],
        HostResolution.Unknown { Name: { } name } when alert.Status == AlertStatus.Resolved && rows?.Record(name) is { } kept => [kept.Host],
        _ => [],
    };

    /// <summary>The hosts whose the alert is, by these rows and by what it names; none where it is of no host of Nova's.</summary>
    internal static IReadOnlyList<string> HostsOf(LedgerTransaction rows, AlertEvent alert, HostResolution named) =>
        KnownHosts(rows, alert, named) is { Count: > 0 } known ? known : NamedHosts(rows, alert, named);

    /// <summary>The hosts that take the event: those in which it ends its alert, or the one for which it fires.</summary>
    internal static IReadOnlyList<string> HostsToTakeIt(LedgerTransaction? rows, AlertEvent alert, IReadOnlyList<string> hosts, HostResolution named)
    {
        if (alert.Status == AlertStatus.Firing)
            return [.. hosts.Take(1)];
        // Of an alert that these hosts have by a merge only, the host that it names may be about to take its first event, on another instance.
        return alert.TellsOfAMoment && named is HostResolution.Found { Host.Name: var own } && rows?.Identity(alert.Receiver, alert.Fingerprint) is { FirstHeard: null }
            ? [.. hosts.Union([own], StringComparer.OrdinalIgnoreCase)]
            : hosts;
    }

    /// <summary>The event as a job for one of its hosts.</summary>
    /// <param name="alert">The event.</param>
    /// <param name="host">The host.</param>
    /// <param name="hosts">All hosts of the alert.</param>
    /// <param name="of">Those that take the event.</param>
    /// <param name="named">What it names.</param>
    /// <param name="deadline">When an answer has to be given.</param>
    internal static HostJob JobOf(AlertEvent alert, string host, IReadOnlyList<string> hosts, IReadOnlyList<string> of, HostResolution named, Deadline deadline)
    {
        var own = named is HostResolution.Found found && string.Equals(found.Host.Name, host, StringComparison.OrdinalIgnoreCase) ? found : null;
        return new HostJob(host, alert.ReceivedAt, deadline)
        {
            Alert = alert,
            MayWaitForReads = true,
            NamedBy = own?.From,
            ServiceId = own?.Host.ServiceId,
            EndsIn = alert is { Status: AlertStatus.Resolved, TellsOfAMoment: true } ? of : null,
            AnotherHost = own is null ? OtherThan(hosts, alert, named) : null,
        };
    }

    /// <summary>Why it cannot be told whose an alert is that the ledger has no host for: the hosts are not known. Null where they are, or no route takes it.</summary>
    internal Verdict? NotListed(AlertEvent alert, HostResolution named, Fleet known)
    {
        if (routes.Find(alert) is null)
            return null;
        if (alert.Status == AlertStatus.Firing && named is HostResolution.Unknown { Name: not null } && !fleet.IsRecent(known))
            return fleet.Unlisted(VerdictKind.Failed, "the compute hosts could not be listed, so the alert's host could not be looked up");
        return known.Size == 0 ? fleet.Unlisted(VerdictKind.Failed, "no compute host is known, and Nova could not be asked") : null;
    }

    /// <summary>
    /// The host that the event names, where it is none of the alert's, or fires for the first of them and names another. Of several it is one of others where
    /// their places name different hosts, or where none of them is the alert's. A name that Nova does not know counts where what fires is known by its id and
    /// not by its labels: then its text has changed, and says another host than the one that would be forced down.
    /// </summary>
    internal static string? OtherThan(IReadOnlyList<string> hosts, AlertEvent alert, HostResolution named)
    {
        if (alert.Status == AlertStatus.Firing)
            hosts = [.. hosts.Take(1)];
        var name = named switch
        {
            _ when alert.Status == AlertStatus.Resolved && hosts.Count > 1 => null,
            // It is called so exactly, though Nova lists it no longer and calls another host so for short, or in full.
            HostResolution.Found { Name: { } exact } when IsOwn(exact) => null,
            HostResolution.Ambiguous { Said: null, Name: var exact } when IsOwn(exact) => null,
            HostResolution.Found found => found.Host.Name,
            HostResolution.Ambiguous several when alert.Status == AlertStatus.Firing && (several.Said is not null || !several.Hosts.Any(IsOwn)) => several.Hosts.FirstOrDefault(host => !IsOwn(host)),
            HostResolution.Unknown unknown when alert is { Status: AlertStatus.Firing, TellsOfAMoment: true } => unknown.Name,
            _ => null,
        };
        return name is null || IsOwn(name) ? null : name;

        bool IsOwn(string host) => hosts.Contains(host, StringComparer.OrdinalIgnoreCase);
    }
}
