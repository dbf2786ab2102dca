using NovaFence.Core.Audit;
using NovaFence.Core.Ledger;
using NovaFence.Ledger;
using NovaFence.OpenStack;

namespace NovaFence.Server.Hosting;

/// <summary>Which ledger, partition and cloud are used: every command and the start say so, because a wrong one looks like an empty one.</summary>
internal sealed class UsedStores(ILedgerDescription ledger, ICloudDescription cloud)
{
    /// <summary>What was found, in one line without secrets.</summary>
    internal string Line(LedgerDescription found) =>
        $"ledger: {found.Place}, partition {found.Partition} ({Why(found)}){(found.CarriedOver ? ", carried over from the first edition" : "")}; cloud: {cloud.Place}";

    /// <summary>Opens the ledger and says what was found.</summary>
    internal Task<LedgerResult<LedgerDescription>> DescribeAsync(CancellationToken cancellationToken) => ledger.DescribeAsync(cancellationToken);

    private static string Why(LedgerDescription found) => found.Choice switch
    {
        PartitionChoice.Configured => "configured",
        PartitionChoice.Only => "the only one that holds rows",
        _ => "none holds rows yet",
    };
}

/// <summary>Says at the start what is in force: the rules at once, the stores as soon as the ledger can be opened, the limits as soon as the fleet is known.</summary>
internal sealed class UsedStoresAtStart(UsedStores used, IInForce inForce, ILedger ledger, TimeProvider clock, ILogger<UsedStoresAtStart> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    // By hand and not generated: the file is compiled by the Functions tests too, which run no generators.
    private static readonly Action<ILogger, string, Exception?> LogUsed = LoggerMessage.Define<string>(LogLevel.Information, new EventId(1410, "Used"), "{Used}");
    private static readonly Action<ILogger, string, Exception?> LogInForce = LoggerMessage.Define<string>(LogLevel.Information, new EventId(1411, "InForce"), "{InForce}");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var line in inForce.Rules)
            LogInForce(logger, line, null);
        await DescribeAsync(stoppingToken);
        await inForce.WhenLimitsAreKnownAsync(stoppingToken);
        foreach (var line in inForce.Limits)
            LogInForce(logger, line, null);
    }

    private async Task DescribeAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            // Only what is made can be described; why it cannot be made is said by whoever opens the ledger.
            if (await ledger.InitializeAsync(stoppingToken) is not LedgerResult<bool>.Unavailable
                && await used.DescribeAsync(stoppingToken) is LedgerResult<LedgerDescription>.Ok { Value: var found })
            {
                LogUsed(logger, used.Line(found), null);
                return;
            }

            await Task.Delay(Pause, clock, stoppingToken);
        }
    }
}
