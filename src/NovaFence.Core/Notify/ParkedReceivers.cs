using NovaFence.Core.Ledger;

namespace NovaFence.Core.Notify;

/// <summary>Says of which receivers nobody is told any more.</summary>
internal static class ParkedReceivers
{
    /// <summary>What a person has to do about them; null where none of those that are configured is parked.</summary>
    internal static string? ToDo(LedgerTransaction transaction, IReadOnlyList<NotifiedReceiver> configured)
    {
        var parked = configured.Select(receiver => transaction.NotifiedReceiver(receiver.Name)).OfType<ReceiverRow>().Where(row => row.ParkedAt is not null).ToList();
        return parked.Count == 0 ? null : string.Join("; ", parked.Select(row => FormattableString.Invariant($"'{row.Name}' is not told anything since {row.ParkedAt:u}, {row.ParkedFor}: when it is well again, {Command(row.Name)}")));
    }

    internal static string Command(string receiver) => $"novafence resume --notify {receiver}";
}
