using NovaFence.Core.Alerts;
using NovaFence.Core.Options;

namespace NovaFence.Core.Decisions;

/// <summary>Which alert says that the monitoring is alive, and what its silence means.</summary>
/// <param name="Receiver">The receiver that hears it.</param>
/// <param name="Matchers">What its labels match.</param>
/// <param name="SilentAfter">How long it may be silent.</param>
/// <param name="Holds">Whether alerts of that receiver are held meanwhile.</param>
public sealed record Watchdog(string Receiver, IReadOnlyList<LabelMatcher> Matchers, TimeSpan SilentAfter, bool Holds)
{
    /// <summary>Whether this is the alert.</summary>
    public bool Takes(AlertEvent alert) => string.Equals(alert.Receiver, Receiver, StringComparison.Ordinal) && Matchers.All(matcher => matcher.Matches(alert.Labels));

    /// <summary>Reads what is configured; null where there is none, or where a problem is added.</summary>
    internal static Watchdog? Read(WatchdogOptions options, KnownReceivers receivers, List<string> problems)
    {
        const string key = "NovaFence:Watchdog";
        if (options.Match.Count == 0)
        {
            if (options.Hold)
                problems.Add($"{key}:Hold is set, but no watchdog is configured. Add {key}:Match:0, such as alertname=\"Watchdog\"");
            return null;
        }

        var receiver = string.IsNullOrWhiteSpace(options.Receiver) ? "alertmanager" : options.Receiver.Trim().ToLowerInvariant();
        var before = problems.Count;
        if (!receivers.Has(receiver))
            problems.Add($"{key}:Receiver is '{options.Receiver}': name {receivers.Listed}");
        var matchers = LabelMatcher.ReadAll(options.Match, $"{key}:Match", problems);
        return problems.Count > before ? null : new Watchdog(receiver, matchers, options.SilentAfter, options.Hold);
    }
}
