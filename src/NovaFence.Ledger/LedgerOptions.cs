using System.ComponentModel.DataAnnotations;
using NovaFence.Ledger.Sqlite;
using NovaFence.Ledger.Tables;

namespace NovaFence.Ledger;

/// <summary>
/// Where the ledger is kept: <c>NovaFence:Ledger</c>. Exactly one of <c>Sqlite:Path</c>, <c>Tables:ConnectionString</c> and
/// <c>Tables:Endpoint</c> is set; with none or several NovaFence does not start.
/// </summary>
public sealed class LedgerOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "NovaFence:Ledger";

    /// <summary>A file on this machine.</summary>
    public SqliteOptions Sqlite { get; set; } = new();

    /// <summary>Azure Table Storage, or Azurite.</summary>
    public TablesOptions Tables { get; set; } = new();

    /// <summary>
    /// The cloud whose records these are, at most <see cref="MaxPartitionLength"/> characters. Several clouds may share a store, each with
    /// its own partition; two NovaFences of one cloud must use the same. Default: the only one that holds rows, or <c>default</c> where none
    /// does; where several do, it must be set. A changed partition is an empty ledger.
    /// </summary>
    public string? Partition { get; set; }

    /// <summary>
    /// Most time one operation takes, waiting for other writers and all retries included; after it the store counts as unavailable.
    /// 100 ms to 1 minute, default 5 s. Whoever must answer sooner (PagerDuty waits 5 s for everything) cancels sooner.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Most characters of <see cref="Partition"/>.</summary>
    public const int MaxPartitionLength = 128;
}
