using NovaFence.Core.Hosts;

namespace NovaFence.Http.Tests.Infrastructure;

/// <summary>Keeps what it was told, and answers what a test tells it to.</summary>
internal sealed class ScriptedPauses : IPauses
{
    public List<string> Told { get; } = [];

    public PauseResult Answer { get; set; } = new PauseResult.Done(true, []);

    public Task<PauseResult> ListAsync(CancellationToken cancellationToken) => Task.FromResult(Answer);

    public Task<PauseResult> PauseAsync(string? host, TimeSpan? duration, string reason, string by, CancellationToken cancellationToken)
    {
        Told.Add($"pause {host ?? "all"} for {duration?.ToString() ?? "ever"}: {reason} by {by}");
        return Task.FromResult(Answer);
    }

    public Task<PauseResult> DrillAsync(string host, TimeSpan duration, string reason, string by, CancellationToken cancellationToken)
    {
        Told.Add($"drill {host} for {duration}: {reason} by {by}");
        return Task.FromResult(Answer);
    }

    public Task<PauseResult> ResumeAsync(string? host, string by, CancellationToken cancellationToken)
    {
        Told.Add($"resume {host ?? "all"} by {by}");
        return Task.FromResult(Answer);
    }

    public Task<PauseResult> ResumeStormAsync(string by, CancellationToken cancellationToken)
    {
        Told.Add($"resume the storm by {by}");
        return Task.FromResult(Answer);
    }
}
