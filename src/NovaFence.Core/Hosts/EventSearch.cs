using NovaFence.Core.Ledger;

namespace NovaFence.Core.Hosts;

/// <summary>
/// Finds the newest events over many hosts. The ledger keeps them host by host, so a few of each are read, and more only of those whose older ones could
/// still be among the newest of all.
/// </summary>
internal sealed class EventSearch(ILedger ledger, EventFilter filter)
{
    /// <summary>How many of a host are read at first.</summary>
    private const int FirstPage = 50;

    /// <summary>Most events of one host that are looked at.</summary>
    internal const int MostOfOneHost = 1000;

    /// <summary>Hosts that are read at once.</summary>
    private const int AtOnce = 16;

    internal async Task<LedgerResult<IReadOnlyList<LedgerEvent>>> FindAsync(IEnumerable<string> hosts, CancellationToken cancellationToken)
    {
        var all = hosts.Distinct(StringComparer.Ordinal).Select(host => new Source(host)).ToList();
        var open = all;
        for (var page = FirstPage; ; page = Math.Min(page * 4, MostOfOneHost))
        {
            foreach (var some in open.Chunk(AtOnce))
            {
                var read = await Task.WhenAll(some.Select(source => ledger.ReadEventsAsync(source.Host, page, cancellationToken)));
                if (read.OfType<LedgerResult<IReadOnlyList<LedgerEvent>>.Unavailable>().FirstOrDefault() is { } unavailable)
                    return unavailable;
                foreach (var (source, events) in some.Zip(read.Cast<LedgerResult<IReadOnlyList<LedgerEvent>>.Ok>()))
                    source.Take(events.Value, page, IsAskedFor);
            }

            var found = all.SelectMany(source => source.Found).OrderByDescending(happened => happened.At).ThenBy(happened => happened.Host, StringComparer.Ordinal).Take(filter.Limit).ToList();
            var from = found.Count == filter.Limit ? found[^1].At : DateTimeOffset.MinValue;
            from = filter.Since > from ? filter.Since.Value : from;
            open = [.. all.Where(source => source.HasMore && source.Oldest >= from)];
            if (open.Count == 0 || page == MostOfOneHost)
                return new LedgerResult<IReadOnlyList<LedgerEvent>>.Ok(found);
        }
    }

    private bool IsAskedFor(LedgerEvent happened) => !(happened.At < filter.Since) && (filter.Verdict is not { } verdict || DecisionEvent.Read(happened)?.Verdict == verdict);

    /// <summary>One host's events, as far as they were read.</summary>
    private sealed class Source(string host)
    {
        internal string Host => host;

        internal IReadOnlyList<LedgerEvent> Found { get; private set; } = [];

        internal bool HasMore { get; private set; }

        internal DateTimeOffset Oldest { get; private set; }

        internal void Take(IReadOnlyList<LedgerEvent> events, int page, Func<LedgerEvent, bool> isAskedFor)
        {
            Found = [.. events.Where(isAskedFor)];
            HasMore = events.Count == page;
            Oldest = events.Count > 0 ? events[^1].At : DateTimeOffset.MinValue;
        }
    }
}
