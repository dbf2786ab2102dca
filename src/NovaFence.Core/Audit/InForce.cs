using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Options;

namespace NovaFence.Core.Audit;

/// <inheritdoc />
internal sealed class InForce(NovaFenceOptions options, RouteTable routes, KnownFleet fleet) : IInForce
{
    /// <inheritdoc />
    public IReadOnlyList<string> Rules =>
    [
        $"mode: {Mode}",
        $"host: {Names}",
        .. routes.Routes.Select(route => $"route {route.Name}: {Of(route)}"),
        .. routes.Watchdog is { } watchdog ? new[] { $"watchdog: {Of(watchdog)}" } : [],
    ];

    /// <inheritdoc />
    public IReadOnlyList<string> Limits => fleet.Value.Size is var size and > 0 ? [$"budget: {Budget(size)}", $"storm: {Storm(size)}"] : [];

    /// <inheritdoc />
    public Task WhenLimitsAreKnownAsync(CancellationToken cancellationToken) => fleet.WhenKnownAsync(cancellationToken);

    /// <summary>Whether verdicts are acted on.</summary>
    internal string Mode => options.Mode == FenceMode.Observe ? "observe, nothing is sent to Nova" : "fence, verdicts are acted on";

    /// <summary>By what a host is named.</summary>
    internal string Names =>
        $"named by the label {string.Join(", where that is absent ", options.Hosts.GetEffectiveLabels())}; full and short names {(options.Hosts.Domains.Count == 0 ? "are different hosts" : $"meet in {string.Join(", ", options.Hosts.Domains)}")}{(options.Hosts.Labels.Count == 0 ? " (NovaFence:Hosts:Labels is not written)" : "")}";

    /// <summary>A route in one line.</summary>
    internal static string Of(Route route)
    {
        var matches = route.Matchers.Count == 0 ? "every alert" : string.Join(", ", route.Matchers);
        return $"{matches} of {route.Receiver}; evidence {route.Evidence}; release {Word(route.Release)}{(route.IgnoresContradiction ? "; forces down a host whose nova-compute reports" : "")}{(route.PowerOff ? $"; switches a machine that runs off, where {route.ToSwitchOff} is met" : "")}";
    }

    /// <summary>The watchdog in one line.</summary>
    internal static string Of(Watchdog watchdog) =>
        $"{string.Join(", ", watchdog.Matchers)} of {watchdog.Receiver}, silent after {watchdog.SilentAfter}{(watchdog.Holds ? ", and then alerts are held" : "")}";

    /// <summary>How many hosts of a fleet may be down, and how often.</summary>
    internal string Budget(int size) => FormattableString.Invariant(
        $"NovaFence holds down {BudgetLimit.Of(options.Budget, size)} of {size} hosts at most (MaxHosts {options.Budget.MaxHosts}; MaxShare {options.Budget.MaxShare} is {BudgetLimit.ShareOf(options.Budget, size)}, those that others forced down counted); {options.Budget.EffectiveMaxPerHour} force-downs an hour, {options.Budget.MaxPerHostPerHour} of the same host");

    /// <summary>With how many hosts of a fleet the breaker opens.</summary>
    internal string Storm(int size) => FormattableString.Invariant(
        $"more than {StormLimit.Of(options.Storm, size)} of {size} hosts alerting within {options.Storm.Window} hold every force-down (MaxShare {options.Storm.MaxShare}, MinHosts {options.Storm.MinHosts})");

    private static string Word(ReleasePolicy release) => release switch
    {
        ReleasePolicy.Immediately => "immediately",
        ReleasePolicy.WhenHealthy => "whenHealthy",
        _ => "manually",
    };
}
