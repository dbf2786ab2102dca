namespace NovaFence.Core.Audit;

/// <summary>How grave a finding is, in the words that Alertmanager's users have for it.</summary>
public static class FindingSeverity
{
    /// <summary>Somebody is to be woken.</summary>
    public const string Critical = "critical";

    /// <summary>A person is needed, and whoever is woken by the alert of the host need not be woken by this one too.</summary>
    public const string Warning = "warning";

    /// <summary>It is good to know.</summary>
    public const string Info = "info";

    /// <summary>How grave one of this kind is.</summary>
    public static string Severity(this FindingKind kind) => kind switch
    {
        // Servers may run twice at this moment, or nothing is known any more of what NovaFence does.
        FindingKind.Contradicted or FindingKind.PoweredOn or FindingKind.LedgerInconsistent or FindingKind.AuditFailed => Critical,
        FindingKind.InSync or FindingKind.Unknown or FindingKind.LeftDisabled => Info,
        _ => Warning,
    };
}
