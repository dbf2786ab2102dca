namespace NovaFence.Core.Audit;

/// <summary>Whether audits run, whichever instance runs them; and one where they do not: a timer may have died, and Azure Functions may have none.</summary>
public interface IAuditWatch
{
    /// <summary>
    /// Whether none has run for longer than three intervals as far as this instance knows, and it may make up for it: it is not at it, and has tried none for
    /// one interval. Asks nobody.
    /// </summary>
    bool MayBeMissed { get; }

    /// <summary>How the audits are, by the ledger.</summary>
    Task<AuditHealth> LookAsync(CancellationToken cancellationToken);

    /// <summary>Runs one if, by the ledger, none has run for longer than three intervals. One at a time, and none within one interval after this process last tried one.</summary>
    Task RunIfMissedAsync(CancellationToken cancellationToken);

    /// <summary>Runs one if, by the ledger, the last is older than one interval: at the start, when a predecessor may have left something.</summary>
    Task RunAtStartAsync(CancellationToken cancellationToken);
}

/// <summary>How the audits are.</summary>
/// <param name="Runs">False when none has run for longer than three intervals.</param>
/// <param name="Why">What is wrong, for a person; null when nothing is.</param>
public sealed record AuditHealth(bool Runs, string? Why)
{
    /// <summary>True when they run, and the last one could not be carried out.</summary>
    public bool IsDegraded => Runs && Why is not null;
}
