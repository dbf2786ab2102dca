using NovaFence.Core.Cloud;
using NovaFence.Core.Ledger;

namespace NovaFence.Core.Hosts;

/// <summary>Says of a host what an audit would find a person to do.</summary>
internal interface IHostNeeds
{
    /// <summary>What a person should do; null where nobody is needed.</summary>
    /// <param name="transaction">The rows.</param>
    /// <param name="host">The host.</param>
    /// <param name="record">Its record; null when there is none.</param>
    /// <param name="look">What Nova said last.</param>
    /// <param name="now">Our clock.</param>
    string? ToDo(LedgerTransaction transaction, string host, HostRecord? record, Fleet look, DateTimeOffset now);
}
