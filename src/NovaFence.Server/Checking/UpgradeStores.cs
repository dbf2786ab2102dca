using System.Text.Json;
using NovaFence.Core.Alerts;
using NovaFence.Core.Cloud;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Core.Options;
using NovaFence.Hosting;
using NovaFence.Ledger;
using NovaFence.OpenStack;
using NovaFence.Server.Hosting;

namespace NovaFence.Server.Checking;

/// <summary>The ledger as it is, and the fleet: both are only read.</summary>
internal sealed class UpgradeStores : IAsyncDisposable
{
    private const string Ledger = "ledger";

    /// <summary>Hosts that one line names.</summary>
    private const int MostNames = 5;

    /// <summary>Where the first edition kept its places; a ledger that was carried over keeps a pause of it there.</summary>
    private const string PlacesOfTheFirst = "budget";

    private readonly ServiceProvider _services;

    private UpgradeStores(ServiceProvider services) => _services = services;

    internal static UpgradeStores Compose(IConfiguration configured) => new(new ServiceCollection()
        .AddQuietLogging()
        .AddNovaFenceOpenStack(configured)
        .AddNovaFenceLedger(configured, LedgerAccess.ReadOnly)
        .AddSingleton<UsedStores>()
        .BuildServiceProvider());

    internal async Task<IReadOnlyList<CheckLine>> LinesAsync(BudgetOptions budget, IReadOnlySet<string> routes, CancellationToken cancellationToken)
    {
        var used = _services.GetRequiredService<UsedStores>();
        return await used.DescribeAsync(cancellationToken) switch
        {
            LedgerResult<LedgerDescription>.Ok { Value: var found } =>
                [Of(used, found), .. await RoutesAsync(routes, cancellationToken), await PlacesAsync(found, budget, cancellationToken)],
            LedgerResult<LedgerDescription>.Unavailable { Why: var why } => [Unreadable(why)],
            _ => throw new InvalidOperationException("a result of no known kind"),
        };
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static CheckLine Unreadable(string why) => CheckLine.Failed(
        Ledger,
        why,
        $"Set {LedgerOptions.Section} to the ledger that the first edition uses, and {LedgerOptions.Section}:{nameof(LedgerOptions.Partition)} where it holds several.");

    private static CheckLine Of(UsedStores used, LedgerDescription found)
    {
        var edition = found.Written == 1 ? "the first edition's; stop that edition before this one starts, which carries it over" : "this edition's already";
        var line = $"{used.Line(found)}. It is {edition}.";
        return found is { Choice: PartitionChoice.Configured, PartitionHasRows: false }
            ? CheckLine.Failed(Ledger, $"{line} The partition that is configured holds no rows{(found.OtherPartitions.Count == 0 ? "" : $", and these do: {string.Join(", ", found.OtherPartitions)}")}.", $"Set {LedgerOptions.Section}:{nameof(LedgerOptions.Partition)} to the one that the first edition uses.")
            : CheckLine.Ok(Ledger, line);
    }

    private async Task<CheckLine> PlacesAsync(LedgerDescription found, BudgetOptions budget, CancellationToken cancellationToken)
    {
        var key = found.Written == 1 ? PlacesOfTheFirst : LedgerKey.Budget;
        if (await _services.GetRequiredService<ILedger>().ReadAsync([key], cancellationToken) is not LedgerResult<IReadOnlyList<LedgerRow>>.Ok { Value: var rows })
            return CheckLine.Failed(CheckLine.Places, "They cannot be counted, because the ledger cannot be read.", "Try again.");
        if (await _services.GetRequiredService<ICloud>().ListComputeServicesAsync(cancellationToken) is not CloudListing.Listed listed)
            return CheckLine.Failed(CheckLine.Places, "They cannot be counted, because Nova does not list its compute hosts.", "'novafence check' says why.");
        var now = _services.GetRequiredService<TimeProvider>().GetUtcNow();
        try
        {
            return Of(PlacesLeft.Of(rows is [var row, ..] ? row.Json : null, Fleet.Listed(listed.Services, now, now), budget, now));
        }
        catch (JsonException)
        {
            return CheckLine.Failed(CheckLine.Places, $"The ledger's row {key} cannot be read.", "Restore the ledger from before somebody changed it.");
        }
    }

    private static CheckLine Of(PlacesLeft left) => left.Full.Count == 0
        ? CheckLine.Ok(CheckLine.Places, left.Counted)
        : CheckLine.Warning(
            CheckLine.Places,
            $"{left.Counted} No place is left: the next alert is held. This edition counts what others forced down, and force-downs within an hour, which the first did not.",
            left.ToDo);

    /// <summary>Names of routes that stand in the records and that no route has: their hosts would be released manually.</summary>
    private async Task<IEnumerable<CheckLine>> RoutesAsync(IReadOnlySet<string> known, CancellationToken cancellationToken)
    {
        // Where the ledger cannot be read, the line about the budget's places says so.
        if (await _services.GetRequiredService<ILedger>().ReadAllAsync(cancellationToken) is not LedgerResult<IReadOnlyList<LedgerRow>>.Ok { Value: var rows })
            return [];
        try
        {
            return RecordedRoutes.In(rows).Where(route => !known.Contains(route.Key)).Select(route => CheckLine.Failed(
                $"recorded route: {route.Key}",
                $"The records of {Excerpt.Names(route.Value, MostNames)} name it, and no route has it as its Name or among its FormerNames: these hosts would be released manually.",
                $"Write \"FormerNames\": [\"{route.Key}\"] at the route that it is called now."));
        }
        catch (JsonException)
        {
            return [CheckLine.Failed("recorded routes", "A record of the ledger cannot be read.", "Restore the ledger from before somebody changed it.")];
        }
    }
}
