using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Core.Options;

namespace NovaFence.Core.Audit;

/// <inheritdoc />
internal sealed class StatusReporter(
    NovaFenceOptions options,
    RouteTable routes,
    LedgerCache cache,
    FleetCache fleet,
    HostDirectory directory,
    IAuditWatch watch,
    IAuditHistory history,
    IStorePlaces places,
    RunningAttempts running,
    TimeProvider clock) : IStatus
{
    /// <summary>So many hosts are named in a sentence.</summary>
    private const int Named = 3;

    /// <inheritdoc />
    public async Task<Status> LookAsync(CancellationToken cancellationToken)
    {
        var found = await places.FindAsync(cancellationToken);
        // The hosts first: where nothing is known of the fleet yet it is learned for them.
        var (status, views) = await SeeAsync(await directory.ListAsync(cancellationToken), cancellationToken);
        var audit = await AuditAsync(cancellationToken);
        status = status with
        {
            Nova = status.Nova with { Place = found.Cloud },
            Ledger = status.Ledger with { Place = found.Ledger, Partition = found.Partition },
            Audit = audit.Status,
        };
        List<string> because = [.. Because(status, views, audit.OfNoHost)];
        return status with { Because = because, NeedsAPerson = because.Count > 0, Summary = Summary(status, because) };
    }

    /// <summary>The same as numbers for a monitoring system: Nova is asked nothing at all, and of the audits the last report alone is read.</summary>
    internal async Task<StateNumbers> CountAsync(CancellationToken cancellationToken)
    {
        var (status, views) = await SeeAsync(await directory.ListKnownAsync(cancellationToken), cancellationToken);
        var audit = await cache.ReadAsync(transaction => (transaction.Audit(), AuditJournal.Last(transaction)), cancellationToken);
        var (summary, report) = audit is LedgerResult<(AuditSummary?, AuditReport?)>.Ok { Value: var last } ? last : default;
        return new StateNumbers(status)
        {
            ByState = views.Where(view => view.Known || view.State != HostState.Clear).CountBy(view => view.State).ToDictionary(),
            // Of several alerts of a host the first is the one that a person is shown.
            ByReason = views.Where(view => view.Held).Select(view => NearestHold.Among(view.Alerts)?.Held?.Reason).OfType<Reason>().CountBy(reason => reason).ToDictionary(),
            ByKind = report?.Findings.CountBy(finding => finding.Kind).ToDictionary() ?? [],
            AuditSucceededAt = summary is { Failure: null } ? summary.At : summary?.SucceededAt,
        };
    }

    /// <summary>What this process knows by itself.</summary>
    internal Status Alone(string? ledgerFailure)
    {
        var listed = fleet.Current;
        return new Status
        {
            Summary = "",
            NeedsAPerson = false,
            Because = [],
            At = clock.GetUtcNow(),
            Mode = options.Mode == FenceMode.Observe ? "observe" : "fence",
            Nova = new NovaStatus(null, listed.IsListed ? listed.BeganAt : null, listed.Services.Count, fleet.LastFailure?.Sentence),
            Ledger = new LedgerStatus(null, null, ledgerFailure ?? fleet.OtherCloud),
            Audit = new AuditStatus(null, 0, 0, null),
            Version = typeof(StatusReporter).Assembly.GetName().Version!.ToString(3),
            Instance = running.Instance,
        };
    }

    /// <summary>What memory and ledger say of hosts, limits, pauses and the watchdog.</summary>
    private async Task<(Status Status, IReadOnlyList<HostView> Views)> SeeAsync(LedgerResult<IReadOnlyList<HostView>> hosts, CancellationToken cancellationToken)
    {
        var listed = fleet.Current;
        var rows = await cache.ReadAsync(transaction => (transaction.Places(), transaction.Alerting(), transaction.Pauses(), transaction.Watchdog()), cancellationToken);
        var status = Alone(Why(rows) ?? Why(hosts) ?? cache.Failure);
        var now = status.At;
        IReadOnlyList<HostView> views = [];
        if (hosts is LedgerResult<IReadOnlyList<HostView>>.Ok { Value: var read })
        {
            views = read;
            status = status with
            {
                Hosts = new HostNumbers(
                    views.Count(view => view.Known),
                    views.Count(view => view.State is not (HostState.Clear or HostState.ForcingDown)),
                    views.Count(view => view.State is HostState.ForcingDown or HostState.Releasing),
                    views.Count(view => view.Held),
                    views.Count(view => view.NeedsAPerson)),
            };
        }

        if (rows is LedgerResult<(Places, AlertingHosts, PauseList, WatchdogState)>.Ok { Value: var (taken, alerting, pauses, watchdog) })
        {
            var left = PlacesLeft.Of(taken, listed, options.Budget, now);
            var (counted, limit) = (alerting.Count(now, options.Storm.Window), StormLimit.Of(options.Storm, listed.Size));
            status = status with
            {
                Budget = new BudgetNumbers(left.Ours, BudgetLimit.Of(options.Budget, listed.Size), left.All, left.Share, left.WithinTheHour, left.MaxPerHour),
                Storm = new StormNumbers(counted, limit, counted > limit) { LastEndedAt = alerting.ResetAt },
                Pauses = [.. pauses.All.Where(pause => pause.Holds(listed.EarlierNow(now)))],
                Watchdog = routes.Watchdog is { } watched ? new WatchdogStatus(watchdog.HeardAt, watchdog.IsSilent(now, watched.SilentAfter, options.Fencing)) : null,
            };
        }

        return (status, views);
    }

    /// <summary>The last audit; of its findings those of no host, because those of hosts are looked at anew.</summary>
    private async Task<(AuditStatus Status, IReadOnlyList<Finding> OfNoHost)> AuditAsync(CancellationToken cancellationToken)
    {
        var health = await watch.LookAsync(cancellationToken);
        if (await history.RecentAsync(1, cancellationToken) is not LedgerResult<IReadOnlyList<AuditReport>>.Ok { Value: [var last, ..] })
            return (new AuditStatus(null, 0, 0, health.Why), []);
        return (
            new AuditStatus(last.At, last.Findings.Count, last.Findings.Count(finding => finding.NeedsAPerson), health.Why),
            [.. last.Findings.Where(finding => finding.Host == Finding.NoHost && finding.NeedsAPerson)]);
    }

    private static IEnumerable<string> Because(Status status, IReadOnlyList<HostView> views, IReadOnlyList<Finding> findings)
    {
        if (status.Ledger.Failure is { } ledger)
            yield return $"the ledger: {ledger}";
        if (status.Nova.Failure is { } nova)
            yield return nova;
        if (status.Audit.Failure is { } audit)
            yield return audit;
        if (status.Storm is { IsOpen: true } storm)
            yield return FormattableString.Invariant($"{storm.AlertingHosts} hosts alert at once; more than {storm.Limit} look like a fault of the network or the monitoring (a storm), so no other host is forced down. Once that is ruled out: 'novafence resume --storm'");
        if (Sentence(views.Where(view => view.Held), "is held", "are held") is { } held)
            yield return held;
        if (Sentence(views.Where(view => view.NeedsAPerson && !view.Held), "needs a person", "need a person") is { } others)
            yield return others;
        foreach (var finding in findings)
            yield return finding.ToDo;
    }

    private static string? Sentence(IEnumerable<HostView> views, string one, string several)
    {
        var names = views.Select(view => view.Host.Length == 0 ? "an alert that names no host" : view.Host).ToList();
        return names.Count switch
        {
            0 => null,
            1 => $"{names[0]} {one}",
            _ => $"{Excerpt.Names(names, Named)} {several}",
        };
    }

    private static string Summary(Status status, List<string> because)
    {
        var words = because.Count switch
        {
            0 => "All is well.",
            1 => $"A person is needed: {because[0].TrimEnd('.')}.",
            _ => FormattableString.Invariant($"A person is needed: {because[0].TrimEnd('.')}; and {because.Count - 1} more."),
        };
        if (status.Hosts is { } hosts)
            words += FormattableString.Invariant($" NovaFence holds {hosts.Down} of {hosts.Known} hosts down.");
        if (status.Mode == "observe")
            words += " Mode is observe: nothing is sent to Nova.";
        if (status.Pauses.FirstOrDefault(pause => pause.Host is null) is { } everything)
            words += $" Everything is paused {(everything.Until is { } until ? FormattableString.Invariant($"until {until:u}") : "until somebody resumes")}.";
        return words;
    }

    private static string? Why<T>(LedgerResult<T> result) => (result as LedgerResult<T>.Unavailable)?.Why;
}
