namespace NovaFence.EndToEnd.Tests.Read;

/// <summary>One run of the audit.</summary>
internal sealed record AuditRow(int Services, string? Failure, bool NeedsAPerson, IReadOnlyList<FindingRow> Findings)
{
    /// <summary>The findings in short: <c>compute1 in sync down</c>.</summary>
    public IReadOnlyList<string> Lines => [.. Findings.Select(finding => $"{finding.Host} {finding.Kind} {finding.State}")];
}
