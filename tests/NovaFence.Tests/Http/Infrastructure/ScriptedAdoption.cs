using NovaFence.Core.Hosts;

namespace NovaFence.Http.Tests.Infrastructure;

/// <summary>Says whose ledger it is.</summary>
internal sealed class ScriptedAdoption : ILedgerAdoption
{
    public string? OtherCloud { get; set; }

    public Task<string?> CompareAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("No endpoint lists for this.");

    public Task<string?> AdoptAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("No endpoint adopts a ledger.");
}
