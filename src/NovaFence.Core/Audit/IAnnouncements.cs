namespace NovaFence.Core.Audit;

/// <summary>Tells somebody else of what the audit found, so that those who watch one place see it there.</summary>
public interface IAnnouncements
{
    /// <summary>Tells. Called after every audit, also for what was told before: a receiver that was away must not miss it.</summary>
    /// <param name="open">The findings for which a person is needed.</param>
    /// <param name="cleared">Those that were told and are no longer the case; each is given once.</param>
    /// <param name="cancellationToken">The audit's.</param>
    Task AnnounceAsync(IReadOnlyList<Finding> open, IReadOnlyList<Finding> cleared, CancellationToken cancellationToken);
}
