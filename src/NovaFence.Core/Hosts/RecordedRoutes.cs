using System.Text.Json;
using NovaFence.Core.Ledger;

namespace NovaFence.Core.Hosts;

/// <summary>The routes that the ledger's records name: by these names their hosts are released.</summary>
public static class RecordedRoutes
{
    /// <summary>The names, and the hosts whose records have them: of alerts that fire, and of what holds a host down. Sorted by name.</summary>
    /// <param name="rows">Rows of the ledger, of this edition or of the first; others than hosts' are passed over.</param>
    /// <exception cref="JsonException">A record is damaged.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> In(IEnumerable<LedgerRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return In(rows.Where(row => row.Key.StartsWith(LedgerKey.HostPrefix, StringComparison.Ordinal)).Select(row => JsonSerializer.Deserialize(row.Json, RowsJson.Row<HostRecord>()) ?? throw new JsonException()));
    }

    /// <summary>The same of records that have been read.</summary>
    internal static IReadOnlyDictionary<string, IReadOnlyList<string>> In(IEnumerable<HostRecord> records)
    {
        var named =
            from record in records
            from route in record.Alerts.Where(alert => alert.IsOpen || (alert.Accepted && record.IsHeldDown)).Select(alert => alert.Route)
                .Concat(record.IsHeldDown ? record.ForgottenRoutes : []).OfType<string>().Distinct(StringComparer.Ordinal)
            select (Route: route, record.Host);
        return new SortedDictionary<string, IReadOnlyList<string>>(
            named.GroupBy(one => one.Route, one => one.Host, StringComparer.Ordinal)
                .ToDictionary(hosts => hosts.Key, hosts => (IReadOnlyList<string>)[.. hosts.Order(StringComparer.Ordinal)], StringComparer.Ordinal),
            StringComparer.Ordinal);
    }
}
