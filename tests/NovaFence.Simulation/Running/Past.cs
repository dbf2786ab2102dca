using NovaFence.Core.Audit;
using NovaFence.Core.Ledger;
using NovaFence.Simulation.Histories;

namespace NovaFence.Simulation.Running;

/// <summary>A history that is over: everything that was sent, stored and answered, and how it ended.</summary>
/// <param name="World">What happened.</param>
/// <param name="Untouched">After the last trouble, all leases and settle windows, and before any audit: what timers alone did.</param>
/// <param name="End">After the last trouble and the time that production has: audits, timers, leases.</param>
/// <param name="Later">After nothing more than yet another audit.</param>
internal sealed record Past(World World, Past.Unaudited Untouched, Past.State End, Past.State Later)
{
    internal History History => World.History;

    /// <summary>When it was over; a receiver is told some more after that.</summary>
    internal DateTimeOffset EndedAt { get; } = World.Clock.Now;

    /// <summary>How long it lasted.</summary>
    internal TimeSpan Lasted => EndedAt - World.Clock.Start;

    /// <summary>The ledger before the audits of the end.</summary>
    /// <param name="At">When.</param>
    /// <param name="Rows">The ledger.</param>
    internal sealed record Unaudited(TimeSpan At, IReadOnlyDictionary<string, LedgerRow> Rows);

    /// <summary>How things stood at one moment.</summary>
    /// <param name="Puts">How many PUTs had been sent.</param>
    /// <param name="Down">The hosts that Nova had forced down.</param>
    /// <param name="Rows">The ledger.</param>
    /// <param name="Findings">What the audit just before found.</param>
    internal sealed record State(int Puts, IReadOnlyList<string> Down, IReadOnlyDictionary<string, LedgerRow> Rows, IReadOnlyList<Found> Findings)
    {
        internal bool Has(string host, params ReadOnlySpan<string> kinds)
        {
            foreach (var found in Findings)
            {
                if (found.Host == host && (kinds.Length == 0 || kinds.Contains(found.Kind)))
                    return true;
            }

            return false;
        }
    }

    /// <summary>A finding, by the words that a person reads.</summary>
    internal sealed record Found(string Host, string Kind)
    {
        internal static IReadOnlyList<Found> Of(AuditReport? report) =>
            [.. report?.Findings.Select(finding => new Found(finding.Host, finding.Kind.ToString())).Where(found => found.Kind != "InSync") ?? []];
    }
}
