using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Core.Options;

namespace NovaFence.Core.Audit;

/// <inheritdoc />
internal sealed class ReportReader(NovaFenceOptions options, RouteTable routes, FleetCache fleet, HostDirectory directory, ILedger ledger, TimeProvider clock) : IReport
{
    /// <summary>How many of a host are read at first: most have fewer in a week.</summary>
    private const int FirstPage = 200;

    /// <summary>Hosts that are read at once. Of each the events are counted and let go before the next ones are read.</summary>
    private const int AtOnce = 16;

    /// <inheritdoc />
    public async Task<LedgerResult<Report>> ReadAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var read = await directory.NamesAsync(ofRecordsOnly: false, cancellationToken);
        if (read is not LedgerResult<List<string>>.Ok { Value: var names })
            return new LedgerResult<Report>.Unavailable(((LedgerResult<List<string>>.Unavailable)read).Why);
        var listed = fleet.Current;
        var known = listed.Hosts.Select(host => host.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var hosts = new List<HostReport>();
        var down = new List<(DateTimeOffset From, DateTimeOffset To)>();
        var hasHeard = false;
        foreach (var some in names.Distinct(StringComparer.Ordinal).Chunk(AtOnce))
        {
            foreach (var tallied in await Task.WhenAll(some.Select(host => TallyAsync(host, since, cancellationToken))))
            {
                if (tallied is not LedgerResult<Tallied>.Ok { Value: var (host, tally, looksBackTo) })
                    return new LedgerResult<Report>.Unavailable(((LedgerResult<Tallied>.Unavailable)tallied).Why);
                if (tally.End(host, known.Contains(host), now, looksBackTo) is { } report)
                    hosts.Add(report);
                down.AddRange(tally.Down);
                hasHeard |= tally.HasHeard;
            }
        }

        hosts = [.. hosts.OrderByDescending(host => host.WouldForceDown.Count + host.ForcedDown.Count).ThenByDescending(host => host.Held.Sum(hold => hold.Times.Count)).ThenBy(host => host.Host, StringComparer.Ordinal)];
        var found = new Report
        {
            Summary = "",
            ToDo = [],
            Since = since,
            At = now,
            Mode = options.Mode == FenceMode.Observe ? "observe" : "fence",
            KnownHosts = listed.Hosts.Count,
            MostDownAtOnce = MostAtOnce(down.Where(one => one.To > since)),
            MostWithinAnHour = MostWithinAnHour(down.Where(one => one.From >= since)),
            Hosts = hosts,
            Notes = [.. Notes(hosts, listed, since, now)],
        };
        return new LedgerResult<Report>.Ok(ReportText.Told(found, options, listed.Size, hasHeard));
    }

    /// <summary>The newest events of one host, counted from the oldest on. Those before the time are followed too: they say how the host stood when it began.</summary>
    private async Task<LedgerResult<Tallied>> TallyAsync(string host, DateTimeOffset since, CancellationToken cancellationToken)
    {
        for (var page = FirstPage; ; page = EventSearch.MostOfOneHost)
        {
            var read = await ledger.ReadEventsAsync(host, page, cancellationToken);
            if (read is not LedgerResult<IReadOnlyList<LedgerEvent>>.Ok { Value: var events })
                return new LedgerResult<Tallied>.Unavailable(((LedgerResult<IReadOnlyList<LedgerEvent>>.Unavailable)read).Why);
            var hasMore = events.Count == page && events[^1].At >= since;
            if (hasMore && page < EventSearch.MostOfOneHost)
                continue;
            var tally = new HostTally(since, options.Release.SettleTime, LeavesToOperator);
            // An intent and its outcome may be of one moment.
            foreach (var happened in events.Reverse().Select(DecisionEvent.Read).OfType<DecisionEvent>().OrderBy(one => one.At).ThenBy(one => one.Kind == "outcome"))
                tally.Take(happened);
            return new LedgerResult<Tallied>.Ok(new Tallied(host, tally, hasMore ? events[^1].At : null));
        }
    }

    /// <summary>A name that is no longer configured means manually, as it does for a host that is down.</summary>
    private bool LeavesToOperator(string? route) => routes.Routes.Count > 0 && (routes.Named(route)?.Release ?? ReleasePolicy.Manually) == ReleasePolicy.Manually;

    private IEnumerable<string> Notes(List<HostReport> hosts, Fleet listed, DateTimeOffset since, DateTimeOffset now)
    {
        foreach (var host in hosts.Where(host => host.LooksBackTo is not null).Take(HostReport.MaxNames))
            yield return FormattableString.Invariant($"of {host.Host} the newest {EventSearch.MostOfOneHost} events were looked at, which go back to {host.LooksBackTo:u}: there were more");
        if (hosts.Count(host => host.LooksBackTo is not null) - HostReport.MaxNames is > 0 and var more)
            yield return FormattableString.Invariant($"so it is with {more} other hosts");
        if (since < now - options.Audit.KeepEvents)
            yield return FormattableString.Invariant($"events are kept for {options.Audit.KeepEvents.TotalDays:0.#} days (NovaFence:Audit:KeepEvents)");
        if (routes.Routes.Count == 0)
            yield return "no routes are known here: which hosts would have been left to an operator is not told. A server knows it: --server URL";
        if (!listed.IsListed && directory.NovaFailure is { } why)
            yield return $"hosts that Nova alone knows may be left out: {why}";
    }

    private static int MostAtOnce(IEnumerable<(DateTimeOffset From, DateTimeOffset To)> down)
    {
        var (most, count) = (0, 0);
        // Where one ends when another begins they were not down together.
        foreach (var (_, change) in down.SelectMany(one => new[] { (At: one.From, Change: 1), (At: one.To, Change: -1) }).OrderBy(one => one.At).ThenBy(one => one.Change))
            most = Math.Max(most, count += change);
        return most;
    }

    private static int MostWithinAnHour(IEnumerable<(DateTimeOffset From, DateTimeOffset To)> down)
    {
        var (most, oldest) = (0, 0);
        var begins = down.Select(one => one.From).Order().ToList();
        for (var newest = 0; newest < begins.Count; newest++)
        {
            while (begins[newest] - begins[oldest] >= TimeSpan.FromHours(1))
                oldest++;
            most = Math.Max(most, newest - oldest + 1);
        }

        return most;
    }

    private sealed record Tallied(string Host, HostTally Tally, DateTimeOffset? LooksBackTo);
}
