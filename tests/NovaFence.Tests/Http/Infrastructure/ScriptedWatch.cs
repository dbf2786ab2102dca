using NovaFence.Core.Audit;

namespace NovaFence.Http.Tests.Infrastructure;

/// <summary>Whether Nova lists, and whether the ledger can be written.</summary>
internal sealed class ScriptedWatch : ICloudWatch, ILedgerProbe
{
    public DateTimeOffset? AwaySince { get; set; }

    public Func<Task<string?>> Write { get; set; } = static () => Task.FromResult<string?>(null);

    public Task<string?> WriteAsync(CancellationToken cancellationToken) => Write();
}
