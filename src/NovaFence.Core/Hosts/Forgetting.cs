using NovaFence.Core.Ledger;

namespace NovaFence.Core.Hosts;

/// <summary>What is written where a record lets go of alerts.</summary>
internal static class Forgetting
{
    private static readonly RowType<ForgottenAlerts> Type = new(RowsJson.Row<ForgottenAlerts>(), forgotten => $"{forgotten.Alerts.Count} alerts that made room");

    internal static IReadOnlyList<ForgottenAlerts.Id> Forgotten(this LedgerTransaction transaction, string host) => transaction.ReadIfReadable(LedgerKey.Forgotten(host), Type)?.Alerts ?? [];

    /// <summary>The keys of those rows of them that cannot be read.</summary>
    internal static IEnumerable<string> UnreadableForgotten(this LedgerTransaction transaction) => transaction.Unreadable(LedgerKey.ForgottenPrefix, Type);

    /// <summary>Whether it may be one of them: where the row cannot be read, each may.</summary>
    private static bool MayBeForgotten(this LedgerTransaction transaction, string host, string receiver, string fingerprint) => transaction.ReadIfReadable(LedgerKey.Forgotten(host), Type) is { } known
        ? known.Alerts.Contains(new ForgottenAlerts.Id(receiver, fingerprint))
        : transaction.Has(LedgerKey.Forgotten(host));

    /// <summary>Writes which alerts made room where a record takes another one. Of those beyond <see cref="ForgottenAlerts.Most"/> it is no longer known whose they are.</summary>
    internal static void Forget(this LedgerTransaction transaction, string host, IEnumerable<AlertEntry> made, HostRecord after, AlertEntry taken)
    {
        var known = transaction.Forgotten(host);
        var gone = made.Where(alert => !alert.IsOf(taken)).Select(alert => new ForgottenAlerts.Id(alert.Receiver, alert.Fingerprint)).ToList();
        var back = new ForgottenAlerts.Id(taken.Receiver, taken.Fingerprint);
        if (gone.Count == 0 && !known.Contains(back))
            return;
        List<ForgottenAlerts.Id> all = [.. known.Except([back, .. gone]), .. gone];
        foreach (var (receiver, fingerprint) in all.SkipLast(ForgottenAlerts.Most).Where(id => after.Find(id.Receiver, id.Fingerprint) is null))
            transaction.RemoveIdentity(receiver, fingerprint, host);
        if (all.Count == 0)
            transaction.Remove(LedgerKey.Forgotten(host));
        else
            transaction.Write(LedgerKey.Forgotten(host), new ForgottenAlerts([.. all.TakeLast(ForgottenAlerts.Most)]), Type);
    }

    /// <summary>Forgets whose the alerts are, those that made room among them, with their host's record.</summary>
    internal static void ForgetAll(this LedgerTransaction transaction, HostRecord record)
    {
        foreach (var alert in record.Alerts)
            transaction.RemoveIdentity(alert.Receiver, alert.Fingerprint, record.Host);
        foreach (var (receiver, fingerprint) in transaction.Forgotten(record.Host))
            transaction.RemoveIdentity(receiver, fingerprint, record.Host);
        transaction.Remove(LedgerKey.Forgotten(record.Host));
    }

    /// <summary>Removes an alert that waits beside the records, and whose it is, unless its host's record knows it otherwise.</summary>
    internal static void ForgetAside(this LedgerTransaction transaction, string id, UnresolvedAlert waiting)
    {
        var (receiver, fingerprint) = (waiting.Alert.Receiver, waiting.Alert.Fingerprint);
        transaction.RemoveUnresolved(id);
        transaction.RemoveIdentityWithoutHost(receiver, fingerprint);
        if (waiting.Name is { } host && transaction.Record(host)?.Find(receiver, fingerprint) is null && !transaction.MayBeForgotten(host, receiver, fingerprint))
            transaction.RemoveIdentity(receiver, fingerprint, host);
    }
}
