using Microsoft.Extensions.Logging;
using NovaFence.Core.Audit;
using NovaFence.Core.Cloud;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Core.Telemetry;
using NovaFence.Http.Answers;

namespace NovaFence.Http.Endpoints;

/// <summary>
/// Whether a force-down could be carried out now, and would be finished: a token and the ledger are there, the ledger is this cloud's, and audits run. Anybody
/// may ask, so what was found is kept for a moment and looked up by one caller at a time: whoever asks a thousand times a second causes two reads of a row or two.
/// </summary>
internal sealed partial class Readiness(
    ICloud cloud, ICloudWatch watch, ILedger ledger, ILedgerProbe probe, ILedgerAdoption adoption, IAuditWatch audits, TimeProvider clock, ILogger<Readiness> logger) : IDisposable
{
    /// <summary>The name of the cloud among the components.</summary>
    public const string Cloud = "cloud";

    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _one = new(1);
    private bool _cloudWasThere;
    private DateTimeOffset? _cloudAwaySince;
    private ComponentHealth[] _last = [];
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
                LookAsync(Cloud, CloudAsync, patience.Token),
                LookAsync("ledger", LedgerAsync, patience.Token),
                LookAsync("audit", AuditAsync, patience.Token));
            _last[0] = Dated(_last[0]);
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

    /// <summary>
    /// One that was there and is not is away: every other instance asks the same cloud. One that never was may be a wrong key of this instance.
    /// </summary>
    private ComponentHealth Dated(ComponentHealth found)
    {
        _cloudWasThere |= found.Ok;
        if (found.Ok && watch.AwaySince is null)
        {
            _cloudAwaySince = null;
            return found;
        }

        if (!_cloudWasThere)
            return found;
        _cloudAwaySince ??= watch.AwaySince ?? clock.GetUtcNow();
        return found with { Ok = false, Why = found.Why ?? "Nova's services could not be listed", AwaySince = _cloudAwaySince };
    }

    private async Task<ComponentHealth> LedgerAsync(string name, CancellationToken cancellationToken)
    {
        if (await ledger.ReadAsync([LedgerKey.Budget], cancellationToken) is LedgerResult<IReadOnlyList<LedgerRow>>.Unavailable unavailable)
            return new ComponentHealth(name, false) { Why = unavailable.Why };
        var why = adoption.OtherCloud ?? await probe.WriteAsync(cancellationToken);
        return new ComponentHealth(name, why is null) { Why = why };
    }

    private async Task<ComponentHealth> AuditAsync(string name, CancellationToken cancellationToken)
    {
        var found = await audits.LookAsync(cancellationToken).WaitAsync(cancellationToken);
        return new ComponentHealth(name, found.Runs) { Why = found.Why, IsDegraded = found.IsDegraded };
    }

    private async Task<ComponentHealth> LookAsync(
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
        catch (Exception defect)
        {
            // Whoever asks wants to know whether to send here, and not that somebody made a mistake.
            DefectLine.Write(logger, defect, (log, failed) => Log.Failed(log, failed, name));
            return new ComponentHealth(name, false) { Why = "it could not be asked; the log says why" };
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4112, LogLevel.Error, "Whether the {Component} is ready could not be found out")]
        public static partial void Failed(ILogger logger, Exception defect, string component);
    }
}
