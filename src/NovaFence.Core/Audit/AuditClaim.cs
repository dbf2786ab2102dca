using System.Text.Json.Serialization;

namespace NovaFence.Core.Audit;

/// <summary>One audit that runs, or that was cut off: nobody else audits until it ends or <paramref name="Until"/> has passed.</summary>
/// <param name="Id">Unique; whoever ends it must still find it in the ledger.</param>
/// <param name="By">The instance that audits.</param>
/// <param name="StartedAt">When it began, UTC; one that goes on with another began when that did.</param>
/// <param name="Until">When another instance may take over, UTC.</param>
internal sealed record AuditClaim(string Id, string By, DateTimeOffset StartedAt, DateTimeOffset Until)
{
    /// <summary>The last host, in the order of their names, up to which everything was done at the last renewal, or when it was cut off; null where nothing was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DoneTo { get; init; }
}
