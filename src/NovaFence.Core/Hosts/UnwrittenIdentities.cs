using NovaFence.Core.Ledger;

namespace NovaFence.Core.Hosts;

/// <summary>
/// Writes whose the alerts of records are where no row says so. The first edition wrote none: the next event of an incident whose title has been edited since would be the first that is heard of
/// it, and force down the host that it names by now.
/// </summary>
internal sealed class UnwrittenIdentities(LedgerCache ledger)
{
    private volatile bool _areWritten;

    /// <summary>Does so, once in the life of a process. Null when done, otherwise why not.</summary>
    internal async Task<string?> WriteAsync(CancellationToken cancellationToken)
    {
        if (_areWritten || ledger.Remembered is not { } rows)
            return null;
        var missing = rows.UnorderedRecords().SelectMany(record => record.Alerts, (record, alert) => (record.Host, Alert: alert))
            .Where(one => !rows.Has(LedgerKey.Alert(one.Alert.Receiver, one.Alert.Fingerprint)))
            .GroupBy(one => (one.Alert.Receiver, one.Alert.Fingerprint))
            .Select(alerts => (alerts.Key.Receiver, alerts.Key.Fingerprint, Hosts: InOrder(alerts))).ToList();
        // Together: they go into few commits.
        foreach (var written in await Task.WhenAll(missing.Select(one => ledger.ChangeAsync(transaction => Write(transaction, one.Receiver, one.Fingerprint, one.Hosts), cancellationToken))))
        {
            if (written is LedgerResult<bool>.Unavailable unavailable)
                return unavailable.Why;
        }

        _areWritten = true;
        return null;
    }

    /// <summary>The hosts that have it, first the one for which it fires: by its text the first edition may have taken it for several.</summary>
    private static List<string> InOrder(IEnumerable<(string Host, AlertEntry Alert)> alerts) =>
    [
        .. alerts.OrderByDescending(one => one.Alert.IsOpen).ThenByDescending(one => one.Alert.Accepted).ThenBy(one => one.Alert.FirstSeen).ThenBy(one => one.Host, StringComparer.Ordinal).Select(one => one.Host),
    ];

    private static bool Write(LedgerTransaction transaction, string receiver, string fingerprint, List<string> hosts)
    {
        var having = hosts.FindAll(host => transaction.ReadableRecord(host)?.Find(receiver, fingerprint) is not null);
        if (having.Count == 0 || transaction.Has(LedgerKey.Alert(receiver, fingerprint)))
            return false;
        transaction.Write(receiver, fingerprint, new AlertIdentity(having));
        return true;
    }
}
