namespace NovaFence.Core.Audit;

/// <summary>Where nothing is configured, nobody is told.</summary>
internal sealed class Unannounced : IAnnouncements
{
    public Task AnnounceAsync(IReadOnlyList<Finding> open, IReadOnlyList<Finding> cleared, CancellationToken cancellationToken) => Task.CompletedTask;
}
