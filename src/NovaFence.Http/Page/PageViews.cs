using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Http.Answers;

namespace NovaFence.Http.Page;

/// <summary>Makes what one person sees from what is so.</summary>
internal sealed class PageViews(FleetSnapshots snapshots, IHostDirectory directory, TimeProvider clock)
{
    /// <summary>Events of one host that are read: as many as the picture of a day may need.</summary>
    private const int EventsOfOne = 300;

    /// <summary>Hosts that are listed at once; the others are counted.</summary>
    private const int MostRows = 500;

    internal async Task<FleetView> FleetAsync(Session session, bool all, CancellationToken cancellationToken)
    {
        var fleet = await snapshots.GetAsync(cancellationToken);
        var shown = fleet.Hosts.Where(host => all || host.NeedsAPerson || host.State != HostState.Clear || host.Paused?.Host is not null || host.Alerts.Count > 0).Take(MostRows).ToList();
        return new FleetView(
            fleet,
            [.. shown.Select(host => Row(session, host))],
            fleet.Hosts.Count - shown.Count,
            all,
            ButtonsOfAll(session, fleet),
            PageTable.Fleet + (all ? PageEndpoints.AllQuery : ""));
    }

    /// <summary>One host's part; null for one that neither Nova nor the ledger knows.</summary>
    internal async Task<HostPartView?> HostAsync(Session session, string name, CancellationToken cancellationToken)
    {
        var found = await directory.FindAsync(name, cancellationToken);
        var fleet = await snapshots.GetAsync(cancellationToken);
        if (FleetSnapshots.Value(found) is not { } host)
        {
            if (FleetSnapshots.Why(found) is not { } why)
                return null;
            host = new HostView { Host = name, Known = false };
            return new HostPartView(new HostRowView(host, []), [], [], [], why, Here(name)) { IsUnread = true };
        }

        var read = await directory.EventsAsync(host.Host, EventsOfOne, cancellationToken);
        List<StoredEvent> events = [.. FleetSnapshots.Value(read)?.Select(StoredEvent.Of) ?? []];
        List<Core.Audit.Finding> findings = [.. fleet.Findings.Where(finding => string.Equals(finding.Host, host.Host, StringComparison.OrdinalIgnoreCase))];
        var row = Row(session, host);
        return new HostPartView(
            row, [.. events.Take(FleetSnapshots.Events)], findings, Timeline.Of(events, findings, host.State, clock.GetUtcNow()), FleetSnapshots.Why(read), Here(host.Host));
    }

    private static string Here(string host) => PageTable.HostPart + Uri.EscapeDataString(host);

    private static HostRowView Row(Session session, HostView host) => new(
        host, session.MayCommand ? [.. PageAction.Of(host).Select(action => Button(session, action, host.Host, host.Version))] : []);

    private static List<ButtonView> ButtonsOfAll(Session session, FleetSnapshot fleet)
    {
        if (!session.MayCommand)
            return [];
        List<PageAction> actions = [fleet.Status.Pauses.Any(pause => pause.Host is null) ? PageAction.ResumeAll : PageAction.PauseAll];
        // What was held for one waits for this word also when fewer alert by now.
        if (fleet.Status.Storm is { IsOpen: true } || fleet.Hosts.Any(host => host.Alerts.Any(alert => alert.Held is { Reason: Reason.Storm })))
            actions.Add(PageAction.EndStorm);
        return [.. actions.Select(action => Button(session, action, null, action.VersionOfAll(fleet)))];
    }

    private static ButtonView Button(Session session, PageAction action, string? host, string version) => new(action, host, version, session.TokenFor(action.Name, host, version));
}
