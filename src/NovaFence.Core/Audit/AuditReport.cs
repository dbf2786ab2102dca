using System.Text.Json.Serialization;

namespace NovaFence.Core.Audit;

/// <summary>One run of the audit.</summary>
public sealed record AuditReport
{
    /// <summary>When it began, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>How many compute services Nova listed.</summary>
    public int Services { get; init; }

    /// <summary>Why it could not be carried out; null when it was.</summary>
    public string? Failure { get; init; }

    /// <summary>Since when none could be carried out; null when this one was.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>The findings, without the hosts that are in sync and not held down.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>How many findings there are beside <see cref="Findings"/>; not 0 only in what was kept of an earlier report.</summary>
    public int LeftOut { get; init; }

    /// <summary>True when it was not carried out because another audit runs; <see cref="Failure"/> says whose. Such a report is not kept.</summary>
    [JsonIgnore]
    public bool IsElsewhere { get; init; }

    /// <summary>True when a person is needed: it failed, or a finding says what to do.</summary>
    public bool NeedsAPerson => Failure is not null || Findings.Any(finding => finding.NeedsAPerson);
}
