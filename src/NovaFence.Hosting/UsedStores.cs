using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NovaFence.Core.Audit;
using NovaFence.Core.Ledger;
using NovaFence.Ledger;
using NovaFence.OpenStack;

namespace NovaFence.Hosting;

/// <summary>Which ledger, partition and cloud are used: every command and the start say so, because a wrong one looks like an empty one.</summary>
internal sealed class UsedStores(ILedgerDescription ledger, ICloudDescription cloud) : IStorePlaces
{
    /// <summary>What was found, in one line without secrets.</summary>
    internal string Line(LedgerDescription found) =>
        $"ledger: {found.Place}, partition {found.Partition} ({Why(found)}){(found.CarriedOver ? ", carried over from the first edition" : "")}; cloud: {cloud.Place}";

    /// <summary>Opens the ledger and says what was found.</summary>
    internal Task<LedgerResult<LedgerDescription>> DescribeAsync(CancellationToken cancellationToken) => ledger.DescribeAsync(cancellationToken);

    /// <inheritdoc />
    public async Task<StorePlaces> FindAsync(CancellationToken cancellationToken) => new(
        ledger.Place,
        await ledger.DescribeAsync(cancellationToken) is LedgerResult<LedgerDescription>.Ok { Value: var found } ? found.Partition : null,
        cloud.Place);

    private static string Why(LedgerDescription found) => found.Choice switch
    {
        PartitionChoice.Configured => "configured",
        PartitionChoice.Only => "the only one that holds rows",
        _ => "none holds rows yet",
    };
}

/// <summary>Says at the start what is in force: the rules at once, the stores as soon as the ledger can be opened, the limits as soon as the fleet is known.</summary>
internal sealed partial class UsedStoresAtStart(UsedStores used, IInForce inForce, ILedger ledger, TimeProvider clock, ILogger<UsedStoresAtStart> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var line in inForce.Rules)
            Log.InForce(logger, line);
        await DescribeAsync(stoppingToken);
        await inForce.WhenLimitsAreKnownAsync(stoppingToken);
        foreach (var line in inForce.Limits)
            Log.InForce(logger, line);
    }

    private async Task DescribeAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                // Only what is made can be described; why it cannot be made is said by whoever opens the ledger.
                if (await ledger.InitializeAsync(stoppingToken) is not LedgerResult<bool>.Unavailable
                    && await used.DescribeAsync(stoppingToken) is LedgerResult<LedgerDescription>.Ok { Value: var found })
                {
                    Log.Used(logger, used.Line(found));
                    return;
                }
            }
            catch (OutOfMemoryException)
            {
                // It is said when there is memory for it: the host would stop over a service that fails.
            }

            await Task.Delay(Pause, clock, stoppingToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1410, LogLevel.Information, "{Used}")]
        internal static partial void Used(ILogger logger, string used);

        [LoggerMessage(1411, LogLevel.Information, "{InForce}")]
        internal static partial void InForce(ILogger logger, string inForce);
    }
}
