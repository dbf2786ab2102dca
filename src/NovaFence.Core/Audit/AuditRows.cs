using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;

namespace NovaFence.Core.Audit;

/// <summary>The rows of the audit, by name. The next audit writes them anew: one that cannot be read, or that a later version wrote, is as if it were not there.</summary>
internal static class AuditRows
{
    private static readonly RowType<AuditSummary> SummaryType = new(AuditJson.Row<AuditSummary>(), audit => audit.Failure ?? $"{audit.Services} services");
    private static readonly RowType<FindingsPart> FindingsType = new(AuditJson.Row<FindingsPart>(), part => $"{part.Findings.Count} findings");

    private static readonly RowType<AuditClaim> ClaimType = new(AuditJson.Row<AuditClaim>(), claim => $"an audit until {claim.Until:u}");

    private static readonly RowType<Probed> ProbeType = new(AuditJson.Row<Probed>(), probe => $"by {probe.By}");

    internal static Probed? Probe(this LedgerTransaction transaction) => transaction.ReadIfReadable(LedgerKey.Probe, ProbeType);

    internal static void Write(this LedgerTransaction transaction, Probed probe) => transaction.Write(LedgerKey.Probe, probe, ProbeType);

    internal static void RemoveProbe(this LedgerTransaction transaction) => transaction.Remove(LedgerKey.Probe);

    internal static AuditClaim? AuditClaim(this LedgerTransaction transaction) => transaction.ReadIfReadable(LedgerKey.AuditClaim, ClaimType);

    internal static void Write(this LedgerTransaction transaction, AuditClaim claim) => transaction.Write(LedgerKey.AuditClaim, claim, ClaimType);

    /// <summary>Writes it even as it was: what is written with it holds only while the claim does.</summary>
    internal static void Confirm(this LedgerTransaction transaction, AuditClaim claim) => transaction.Write(LedgerKey.AuditClaim, claim, ClaimType, evenIfUnchanged: true);

    internal static void RemoveAuditClaim(this LedgerTransaction transaction) => transaction.Remove(LedgerKey.AuditClaim);

    internal static AuditSummary? Audit(this LedgerTransaction transaction) => transaction.ReadIfReadable(LedgerKey.Audit, SummaryType);

    internal static void Write(this LedgerTransaction transaction, AuditSummary audit) => transaction.Write(LedgerKey.Audit, audit, SummaryType);

    internal static IEnumerable<Finding> Findings(this LedgerTransaction transaction)
    {
        for (var part = 0; transaction.HasFindings(part); part++)
        {
            foreach (var finding in transaction.ReadIfReadable(LedgerKey.Findings(part), FindingsType)?.Findings ?? [])
                yield return finding;
        }
    }

    internal static bool HasFindings(this LedgerTransaction transaction, int part) => transaction.Has(LedgerKey.Findings(part));

    internal static void WriteFindings(this LedgerTransaction transaction, int part, FindingsPart findings) => transaction.Write(LedgerKey.Findings(part), findings, FindingsType);

    internal static void RemoveFindings(this LedgerTransaction transaction, int part) => transaction.Remove(LedgerKey.Findings(part));
}

/// <summary>The JSON of the audit's rows, and of the reports in its events.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(AuditSummary))]
[JsonSerializable(typeof(AuditClaim))]
[JsonSerializable(typeof(FindingsPart))]
[JsonSerializable(typeof(Probed))]
[JsonSerializable(typeof(AuditReport))]
[JsonSerializable(typeof(FindingKind))]
internal sealed partial class AuditJson : JsonSerializerContext
{
    private static readonly JsonSerializerOptions OfRows = RowsJson.OptionsFor(new AuditJson());

    internal static AuditJson Plain { get; } = new(RowsJson.RowOptions);

    /// <summary>How rows are written; what is read so is whole.</summary>
    internal static JsonTypeInfo<T> Row<T>() => (JsonTypeInfo<T>)OfRows.GetTypeInfo(typeof(T));
}
