using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace NovaFence.Core.Ledger;

/// <summary>The rows as this process last saw them. What is newer is never replaced by what was read before it.</summary>
internal sealed class RememberedRows
{
    private readonly Lock _gate = new();
    private readonly List<Reading> _readings = [];
    private long _begun;
    private long _ended;
    private ImmutableDictionary<string, CachedRow>? _rows;

    /// <summary>All of them; null before they were first read.</summary>
    internal ImmutableDictionary<string, CachedRow>? All => Volatile.Read(ref _rows);

    /// <summary>The row as it was remembered, parsed as it is, where it was read in the same version.</summary>
    internal static CachedRow Kept(ImmutableDictionary<string, CachedRow> remembered, LedgerRow row) =>
        IsKept(remembered, row, out var known) ? known : new CachedRow(row);

    private static bool IsKept(ImmutableDictionary<string, CachedRow> remembered, LedgerRow row, [NotNullWhen(true)] out CachedRow? known) =>
        remembered.TryGetValue(row.Key, out known) && string.Equals(known.Row.Version, row.Version, StringComparison.Ordinal);

    /// <summary>Changes what is remembered of these keys, which were committed or read just now.</summary>
    internal void Change(IEnumerable<string> keys, Func<ImmutableDictionary<string, CachedRow>, ImmutableDictionary<string, CachedRow>> change)
    {
        lock (_gate)
        {
            _readings.ForEach(reading => reading.Newer.UnionWith(keys));
            Volatile.Write(ref _rows, change(_rows!));
        }
    }

    /// <summary>Says that every row is about to be read.</summary>
    internal Reading BeginReading()
    {
        lock (_gate)
        {
            var reading = new Reading(this, ++_begun);
            _readings.Add(reading);
            return reading;
        }
    }

    private void End(Reading reading, IReadOnlyList<LedgerRow> rows)
    {
        lock (_gate)
        {
            // One that began later has ended before, and knows better.
            if (reading.Number < _ended)
                return;
            _ended = reading.Number;
            var remembered = _rows ?? ImmutableDictionary<string, CachedRow>.Empty.WithComparers(StringComparer.Ordinal);
            Volatile.Write(ref _rows, Changed(remembered, rows, reading.Newer));
        }
    }

    /// <summary>The rows as they were read, but for those of which something newer is known. Of a large ledger few change, and whoever commits waits here.</summary>
    private static ImmutableDictionary<string, CachedRow> Changed(ImmutableDictionary<string, CachedRow> remembered, IReadOnlyList<LedgerRow> read, HashSet<string> newer)
    {
        var rows = remembered.ToBuilder();
        foreach (var row in read)
        {
            if (!IsKept(remembered, row, out _) && !newer.Contains(row.Key))
                rows[row.Key] = new CachedRow(row);
        }

        if (newer.Count > 0 || rows.Count > read.Count)
            rows.RemoveRange([.. rows.Keys.Except(read.Select(row => row.Key), StringComparer.Ordinal).Where(key => !newer.Contains(key))]);
        return rows.ToImmutable();
    }

    /// <summary>A reading of every row that is under way.</summary>
    internal sealed class Reading(RememberedRows owner, long number) : IDisposable
    {
        /// <summary>Its place in the order in which readings began.</summary>
        internal long Number { get; } = number;

        /// <summary>The keys of which something newer is known than it may have read.</summary>
        internal HashSet<string> Newer { get; } = new(StringComparer.Ordinal);

        /// <summary>Says what was read.</summary>
        internal void End(IReadOnlyList<LedgerRow> rows) => owner.End(this, rows);

        /// <summary>Says that it is over, whatever came of it.</summary>
        public void Dispose()
        {
            lock (owner._gate)
                owner._readings.Remove(this);
        }
    }
}
