using NovaFence.Core.Alerts;
using NovaFence.Core.Bookkeeping;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;

namespace NovaFence.Core.Fencing;

/// <inheritdoc />
internal sealed class HostDirectory(Book book, FleetRegistry fleet, ILedger ledger, TimeProvider clock) : IHostDirectory
{
    /// <inheritdoc />
    public async Task<LedgerResult<IReadOnlyList<HostView>>> ListAsync(CancellationToken cancellationToken)
    {
        var known = await fleet.GetAsync(cancellationToken);
        return await book.ReadAsync(page => View(page, known, clock.GetUtcNow()), cancellationToken) switch
        {
            BookResult<IReadOnlyList<HostView>>.Done done => new LedgerResult<IReadOnlyList<HostView>>.Ok(done.Value),
            BookResult<IReadOnlyList<HostView>>.Unavailable unavailable => new LedgerResult<IReadOnlyList<HostView>>.Unavailable(unavailable.Why),
            _ => throw new InvalidOperationException("a result of no known kind"),
        };
    }

    /// <inheritdoc />
    public async Task<LedgerResult<HostView?>> FindAsync(string host, CancellationToken cancellationToken) => await ListAsync(cancellationToken) switch
    {
        LedgerResult<IReadOnlyList<HostView>>.Ok ok => new LedgerResult<HostView?>.Ok(
            ok.Value.FirstOrDefault(view => string.Equals(view.Host, host, StringComparison.OrdinalIgnoreCase))),
        LedgerResult<IReadOnlyList<HostView>>.Unavailable unavailable => new LedgerResult<HostView?>.Unavailable(unavailable.Why),
        _ => throw new InvalidOperationException("a result of no known kind"),
    };

    /// <inheritdoc />
    public async Task<LedgerResult<IReadOnlyList<LedgerEvent>>> EventsAsync(string host, int limit, CancellationToken cancellationToken)
    {
        var known = await fleet.GetAsync(cancellationToken);
        return await ledger.ReadEventsAsync(known.Named(host) is [var only] ? only.Name : host, limit, cancellationToken);
    }

    private static IReadOnlyList<HostView> View(Page page, Fleet fleet, DateTimeOffset now)
    {
        var records = page.Records().ToDictionary(record => record.Host, StringComparer.OrdinalIgnoreCase);
        var views = fleet.Hosts.Select(host => View(host.Name, host.ServiceId, records.GetValueOrDefault(host.Name))).ToList();
        var listed = fleet.Hosts.Select(host => host.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        views.AddRange(records.Values.Where(record => !listed.Contains(record.Host)).Select(record => View(record.Host, record.ServiceId, record) with { Known = false }));
        foreach (var waiting in page.Unresolved())
        {
            // One of a host that is known, but that its record could not take, is shown with the host.
            var index = views.FindIndex(view => string.Equals(view.Host, waiting.Name, StringComparison.OrdinalIgnoreCase));
            if (index < 0)
                views.Add(new HostView { Host = waiting.Name ?? "", Known = false, Held = true, Reason = waiting.Alert.Hold, Alerts = [waiting.Alert] });
            else
                views[index] = views[index] with { Held = true, Reason = waiting.Alert.Hold, Command = Command(views[index].Host), Alerts = [.. views[index].Alerts, waiting.Alert] };
        }

        var pauses = page.Pauses;
        return [.. views.Select(view => view with { Paused = pauses.Of(view.Host, now) }).OrderByDescending(view => view.Held).ThenBy(view => view.Host, StringComparer.Ordinal)];
    }

    private static string Command(string host) => $"novafence force-down {host} --reason \"…\"";

    private static HostView View(string host, string? serviceId, FenceRecord? record)
    {
        // What is down already, by an operator or by another alert, needs nobody to let it through.
        var held = record is { IsDownForSure: true } ? null : record?.Alerts.FirstOrDefault(alert => alert.IsHeld);
        return new HostView
        {
            Host = host,
            ServiceId = serviceId,
            State = record?.State ?? FenceState.Clear,
            Held = held is not null,
            Owner = (record?.Owner ?? FenceOwner.None) switch
            {
                FenceOwner.Alert => "alert",
                FenceOwner.Operator => "operator",
                _ => "none",
            },
            Reason = held?.Hold ?? record?.Reason,
            Command = held is null ? null : Command(host),
            Alerts = record?.Alerts.Where(alert => alert.Status == AlertStatus.Firing).ToList() ?? [],
            ConfirmedAt = record?.ConfirmedAt,
            RequestId = record?.RequestId,
        };
    }
}
