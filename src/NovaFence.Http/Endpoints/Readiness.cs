using NovaFence.Core.Audit;
using NovaFence.Core.Cloud;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Http.Answers;

namespace NovaFence.Http.Endpoints;

/// <summary>
/// Whether a force-down could be carried out now, and would be finished: a token and the ledger are there, the ledger is this cloud's, and audits run. Anybody
/// may ask, so what was found is kept for a moment and looked up by one caller at a time: whoever asks a thousand times a second causes two reads of a row or two.
/// </summary>
internal sealed class Readiness(ICloud cloud, ILedger ledger, ILedgerAdoption adoption, IAuditWatch audits, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _one = new(1);
    private IReadOnlyList<ComponentHealth> _last = [];
    private long? _lookedAt;

    public async Task<IReadOnlyList<ComponentHealth>> CheckAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_lookedAt is { } lookedAt && clock.GetElapsedTime(lookedAt) < KeptFor)
                return _last;

            // Not the caller's token: others wait for the same result.
            using var patience = new CancellationTokenSource(Patience, clock);
            _last = await Task.WhenAll(
                LookAsync("cloud", CloudAsync, patience.Token),
                LookAsync("ledger", LedgerAsync, patience.Token),
                LookAsync("audit", AuditAsync, patience.Token));
            _lookedAt = clock.GetTimestamp();
            return _last;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<ComponentHealth> CloudAsync(string name, CancellationToken cancellationToken)
    {
        var found = await cloud.ReadinessAsync(cancellationToken);
        return new ComponentHealth(name, found.IsReady) { Why = found.Why, Details = found.Details };
    }

    private async Task<ComponentHealth> LedgerAsync(string name, CancellationToken cancellationToken) =>
        await ledger.ReadAsync([LedgerKey.Budget], cancellationToken) is LedgerResult<IReadOnlyList<LedgerRow>>.Unavailable unavailable
            ? new ComponentHealth(name, false) { Why = unavailable.Why }
            : new ComponentHealth(name, adoption.OtherCloud is null) { Why = adoption.OtherCloud };

    private async Task<ComponentHealth> AuditAsync(string name, CancellationToken cancellationToken)
    {
        var found = await audits.LookAsync(cancellationToken).WaitAsync(cancellationToken);
        return new ComponentHealth(name, found.Runs) { Why = found.Why, IsDegraded = found.IsDegraded };
    }

    private static async Task<ComponentHealth> LookAsync(
        string name, Func<string, CancellationToken, Task<ComponentHealth>> look, CancellationToken patience)
    {
        try
        {
            return await look(name, patience);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return new ComponentHealth(name, false) { Why = FormattableString.Invariant($"no answer within {Patience.TotalSeconds} s") };
        }
    }
}
