using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Ledger;
using NovaFence.Core.Options;

namespace NovaFence.Core.Hosts;

/// <inheritdoc />
internal sealed class HostDirectory(NovaFenceOptions options, LedgerCache cache, FleetCache fleet, HostDecider decider, IHostNeeds needs, ILedger ledger, TimeProvider clock) : IHostDirectory
{
    /// <inheritdoc />
    public async Task<LedgerResult<IReadOnlyList<HostView>>> ListAsync(CancellationToken cancellationToken)
    {
        var known = await fleet.GetAsync(cancellationToken);
        return await cache.ReadAsync<IReadOnlyList<HostView>>(transaction => View(transaction, known, clock.GetUtcNow(), null), cancellationToken);
    }

    /// <summary>The same of the fleet as this process knows it: Nova is not asked where it knows none yet.</summary>
    internal async Task<LedgerResult<IReadOnlyList<HostView>>> ListKnownAsync(CancellationToken cancellationToken)
    {
        var known = fleet.Current;
        return await cache.ReadAsync<IReadOnlyList<HostView>>(transaction => View(transaction, known, clock.GetUtcNow(), null), cancellationToken);
    }

    /// <inheritdoc />
    public async Task<LedgerResult<HostView?>> FindAsync(string host, CancellationToken cancellationToken)
    {
        var known = await fleet.GetAsync(cancellationToken);
        var name = await NameAsync(host, cancellationToken);
        // Of the others nothing is made: a fleet may have a hundred thousand.
        HashSet<string> only = new(StringComparer.OrdinalIgnoreCase) { host, name };
        return await cache.ReadAsync(
            transaction =>
            {
                var views = View(transaction, known, clock.GetUtcNow(), only);
                return Find(views, host) ?? Find(views, name);
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public async Task<LedgerResult<IReadOnlyList<LedgerEvent>>> EventsAsync(string host, int limit, CancellationToken cancellationToken) =>
        await ledger.ReadEventsAsync(await NameAsync(host, cancellationToken), limit, cancellationToken);

    /// <inheritdoc />
    public async Task<LedgerResult<IReadOnlyList<LedgerEvent>>> EventsAsync(EventFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var search = new EventSearch(ledger, filter);
        if (filter.Host is { } one)
            return await search.FindAsync([await NameAsync(one, cancellationToken)], cancellationToken);
        return await NamesAsync(filter.OfRecordsOnly, cancellationToken) switch
        {
            LedgerResult<List<string>>.Ok names => await search.FindAsync(names.Value, cancellationToken),
            LedgerResult<List<string>>.Unavailable unavailable => new LedgerResult<IReadOnlyList<LedgerEvent>>.Unavailable(unavailable.Why),
            _ => throw new InvalidOperationException("a result of no known kind"),
        };
    }

    /// <summary>The names under which events are kept, as far as Nova and the ledger's rows tell them.</summary>
    internal async Task<LedgerResult<List<string>>> NamesAsync(bool ofRecordsOnly, CancellationToken cancellationToken)
    {
        var known = await fleet.GetAsync(cancellationToken);
        return await cache.ReadAsync(transaction => Names(transaction, ofRecordsOnly ? Fleet.Empty : known), cancellationToken);
    }

    /// <inheritdoc />
    public async Task<string?> NearestAsync(string host, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        return NearestName.Near(host, (await fleet.GetAsync(cancellationToken)).Hosts.Select(known => known.Name));
    }

    /// <inheritdoc />
    public string? NovaFailure => fleet.LastFailure?.Sentence;

    private static List<string> Names(LedgerTransaction transaction, Fleet fleet) =>
    [
        .. fleet.Hosts.Select(host => host.Name),
        .. transaction.Records().Select(record => record.Host),
        .. transaction.Unresolved().Select(waiting => waiting.Name).OfType<string>(),
        .. transaction.Pauses().All.Select(pause => pause.Host).OfType<string>(),
        DecisionEvent.NoHost,
    ];

    private static HostView? Find(IReadOnlyList<HostView> views, string host) => views.FirstOrDefault(view => string.Equals(view.Host, host, StringComparison.OrdinalIgnoreCase));

    /// <summary>Nova's name of the host that somebody names; what they wrote where it is no host of Nova's, which the ledger may know all the same.</summary>
    private async Task<string> NameAsync(string host, CancellationToken cancellationToken) =>
        HostResolver.ResolveName(host, options.Hosts.Domains, await fleet.GetAsync(cancellationToken)) is not HostResolution.Found found ? host
            // A host that is gone is called so exactly.
            : found.IsMet && await cache.ReadAsync(transaction => transaction.ReadableRecord(host), cancellationToken) is LedgerResult<HostRecord?>.Ok { Value: { } record } ? record.Host
            : found.Host.Name;

    /// <param name="transaction">What the ledger holds.</param>
    /// <param name="listing">What Nova said last.</param>
    /// <param name="now">The time.</param>
    /// <param name="only">The names that are asked for; null: all.</param>
    private List<HostView> View(LedgerTransaction transaction, Fleet listing, DateTimeOffset now, HashSet<string>? only)
    {
        var (pauses, pausedAt) = (transaction.Pauses(), listing.EarlierNow(now));
        var records = transaction.Records().Where(record => IsAsked(record.Host)).ToDictionary(record => record.Host, StringComparer.OrdinalIgnoreCase);
        var asked = listing.Hosts.Where(host => IsAsked(host.Name)).ToList();
        var views = asked.ConvertAll(host => Shown(host.Name, host.ServiceId, records.GetValueOrDefault(host.Name)));
        var listed = asked.Select(host => host.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        views.AddRange(records.Values.Where(record => !listed.Contains(record.Host)).Select(record => Shown(record.Host, record.ServiceId, record) with { Known = false }));
        foreach (var waiting in transaction.Unresolved().Where(waiting => waiting.Alert.IsOpen && IsAsked(waiting.Name ?? "")))
        {
            // One of a host that is known, but that its record could not take, is shown with the host.
            var index = views.FindIndex(view => string.Equals(view.Host, waiting.Name, StringComparison.OrdinalIgnoreCase));
            if (index < 0)
                views.Add(new HostView { Host = waiting.Name ?? "", Known = false, Held = true, Reason = waiting.Alert.Hold, Alerts = [waiting.Alert], Paused = pauses.Of(waiting.Name ?? "", pausedAt) });
            else
                views[index] = views[index] with { Held = true, Reason = waiting.Alert.Hold, Command = OperatorCommand.Line(views[index].Host, forcedDown: true), Alerts = [.. views[index].Alerts, waiting.Alert] };
        }

        return [.. views.OrderByDescending(view => view.Held).ThenByDescending(view => view.NeedsAPerson).ThenBy(view => view.Host, StringComparer.Ordinal)];

        bool IsAsked(string host) => only is null || only.Contains(host);

        HostView Shown(string host, string? serviceId, HostRecord? record)
        {
            var paused = pauses.Of(host, pausedAt);
            var view = View(host, serviceId, record) with { Nova = NovaView.Of(host, listing), Release = record is null ? null : Release(record, now), Version = HostVersion.Of(record, paused), Paused = paused };
            return view.Held ? view : view with { ToDo = needs.ToDo(transaction, host, record, listing, now) };
        }
    }

    private static HostView View(string host, string? serviceId, HostRecord? record)
    {
        // What is down already, by an operator or by another alert, needs nobody to let it through.
        var held = record is null or { IsDown: true } ? null : NearestHold.Among(record.Alerts);
        return new HostView
        {
            Host = host,
            ServiceId = serviceId,
            State = record?.State ?? HostState.Clear,
            Held = held is not null,
            Owner = (record?.Owner ?? HostOwner.None) switch
            {
                HostOwner.Alert => "alert",
                HostOwner.Operator => "operator",
                _ => "none",
            },
            Reason = held?.Hold ?? record?.ReleaseLacks ?? record?.Reason,
            Command = held is null ? null : OperatorCommand.Line(host, forcedDown: true),
            Alerts = record?.Alerts.Where(alert => alert.IsOpen).ToList() ?? [],
            ConfirmedAt = record?.ConfirmedAt,
            RequestId = record?.RequestId,
            Power = record?.Reads is { Last: { } last, LastAt: { } at } reads ? new PowerView(last, at, reads.LastFacts, record.ProvenOffAt)
            {
                SwitchedOff = record.SwitchedOff is { } sent ? new PowerOffView(sent.At, sent.MayActUntil, sent.Refused, sent.Said) : null,
            }
            : null,
        };
    }

    /// <summary>What its unset waits for.</summary>
    private ReleaseView? Release(HostRecord record, DateTimeOffset now)
    {
        if (!record.IsHeldDown || record.IsWantedDown || record.State == HostState.ForcingDown || record.Alerts.Any(alert => alert.KeepsDown))
            return null;
        var settlesAt = decider.SettlesAt(record, now);
        var waitsForReports = record.State != HostState.AwaitingRestart && decider.ReleaseOf(record) == ReleasePolicy.WhenHealthy;
        return new ReleaseView(
            settlesAt > now ? settlesAt : null,
            waitsForReports ? record.Heartbeat?.Count ?? 0 : null,
            waitsForReports ? options.Release.Heartbeats : null,
            (waitsForReports ? HostDecider.PowerLacks(record) : null) ?? record.ReleaseLacks);
    }
}
