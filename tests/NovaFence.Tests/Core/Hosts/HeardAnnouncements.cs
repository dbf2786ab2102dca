using NovaFence.Core.Audit;

namespace NovaFence.Core.Tests.Hosts;

/// <summary>Remembers what the last audit announced.</summary>
internal sealed class HeardAnnouncements : IAnnouncements
{
    internal IReadOnlyList<Finding> Open { get; private set; } = [];

    internal IReadOnlyList<Finding> Cleared { get; private set; } = [];

    /// <summary>How often it was told something.</summary>
    internal int Times { get; private set; }

    public Task AnnounceAsync(IReadOnlyList<Finding> open, IReadOnlyList<Finding> cleared, CancellationToken cancellationToken)
    {
        (Open, Cleared) = (open, cleared);
        Times++;
        return Task.CompletedTask;
    }
}
