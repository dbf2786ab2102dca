using System.Text.Json;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Options;

namespace NovaFence.Core.Hosts;

/// <summary>How much of each limit is used, as a force-down for an alert would find it now.</summary>
/// <param name="Ours">The hosts that NovaFence holds down or is forcing down.</param>
/// <param name="MaxHosts">As many as it may.</param>
/// <param name="All">Those, and what others forced down and is enabled.</param>
/// <param name="Share">As many as the share of the fleet allows.</param>
/// <param name="WithinTheHour">Force-downs for alerts within the last hour.</param>
/// <param name="MaxPerHour">As many as may be.</param>
public sealed record PlacesLeft(int Ours, int MaxHosts, int All, int Share, int WithinTheHour, int MaxPerHour)
{
    /// <summary>How many compute hosts there are.</summary>
    public int FleetSize { get; init; }

    /// <summary>The keys of the limits that leave no place: the next alert of a host is held. Empty where one is left, or no host to take it.</summary>
    public IReadOnlyList<string> Full => All >= FleetSize ? [] :
    [
        .. Ours >= MaxHosts ? [Key(nameof(BudgetOptions.MaxHosts))] : (string[])[],
        .. All >= Share ? [Key(nameof(BudgetOptions.MaxShare))] : (string[])[],
        .. WithinTheHour >= MaxPerHour ? [Key(nameof(BudgetOptions.MaxPerHour))] : (string[])[],
    ];

    /// <summary>What is counted, as a sentence.</summary>
    public string Counted => FormattableString.Invariant(
        $"NovaFence holds {Ours} hosts down and may hold {MaxHosts}; {All} are forced down and enabled, those of others included, and {Share} may be; {WithinTheHour} of {MaxPerHour} force-downs for alerts within the hour.");

    /// <summary>What to do where no place is left.</summary>
    public string ToDo => $"Unset what is repaired, or raise {string.Join(", ", Full)}.";

    /// <summary>Counts them.</summary>
    /// <param name="row">The ledger's row of the places, of this edition or of the first; null where there is none.</param>
    /// <param name="fleet">What Nova lists.</param>
    /// <param name="options">The limits.</param>
    /// <param name="now">Now, UTC.</param>
    /// <exception cref="JsonException">The row is damaged.</exception>
    public static PlacesLeft Of(string? row, Fleet fleet, BudgetOptions options, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        ArgumentNullException.ThrowIfNull(options);
        return Of(row is null ? Places.None : JsonSerializer.Deserialize(row, RowsJson.Row<Places>()) ?? Places.None, fleet, options, now);
    }

    /// <summary>Counts them.</summary>
    internal static PlacesLeft Of(Places places, Fleet fleet, BudgetOptions options, DateTimeOffset now) =>
        new(
            places.Taken.Count,
            options.MaxHosts,
            fleet.ForcedDownAndEnabled().Select(HostMark.Of).Union(places.Taken, StringComparer.Ordinal).Count(),
            BudgetLimit.ShareOf(options, fleet.Size),
            places.WithinTheHour(fleet.SharedNow(now)),
            options.EffectiveMaxPerHour)
        {
            FleetSize = fleet.Size,
        };

    private static string Key(string name) => $"{NovaFenceOptions.Section}:{nameof(NovaFenceOptions.Budget)}:{name}";
}
