namespace NovaFence.Core.Audit;

/// <summary>What was done of each host over some time, what would have been done where NovaFence only observed, and what was held.</summary>
public sealed record Report
{
    /// <summary>In words: how much it was, and the first of <see cref="ToDo"/>.</summary>
    public required string Summary { get; init; }

    /// <summary>What stands between an installation that observes and <c>fence</c>; of one that fences, what would let less be held. Empty where nothing is to be done.</summary>
    public required IReadOnlyList<string> ToDo { get; init; }

    /// <summary>From when, UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Until when, UTC: when it was read.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary><c>fence</c> or <c>observe</c>: as it is now. Over the time it may have been both.</summary>
    public required string Mode { get; init; }

    /// <summary>How many compute hosts Nova lists.</summary>
    public required int KnownHosts { get; init; }

    /// <summary>How many hosts would have been down at the same time, at most; 0 where none would have been.</summary>
    public required int MostDownAtOnce { get; init; }

    /// <summary>How many force-downs there would have been within one hour, at most, over all hosts; 0 where there would have been none.</summary>
    public required int MostWithinAnHour { get; init; }

    /// <summary>The hosts of which something was done, would have been, or was held: those first that would have been forced down, or were, most often.</summary>
    public required IReadOnlyList<HostReport> Hosts { get; init; }

    /// <summary>What this report does not know, in words; empty where it knows everything.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

/// <summary>What was done of one host, what would have been done, and what was held.</summary>
public sealed record HostReport
{
    /// <summary>Most names of alerts, and of routes, that are given of one thing.</summary>
    public const int MaxNames = 5;

    /// <summary>The host in Nova's spelling, or the name that an alert gave which is none; <c>-</c> for alerts that name no host.</summary>
    public required string Host { get; init; }

    /// <summary>Whether Nova lists it.</summary>
    public required bool Known { get; init; }

    /// <summary>Forced down, for alerts or by operators: confirmed by Nova.</summary>
    public required ReportedTimes ForcedDown { get; init; }

    /// <summary>Unset: confirmed by Nova.</summary>
    public required ReportedTimes Unset { get; init; }

    /// <summary>
    /// Would have been forced down. Once for all the alerts that fire at the same time, and not again for their repeats, nor where one resumes within
    /// <c>Release:SettleTime</c>.
    /// </summary>
    public required ReportedTimes WouldForceDown { get; init; }

    /// <summary>Would have been unset after its last alert had ended. With <c>Release: whenHealthy</c> once nova-compute had reported too, for which nobody waited.</summary>
    public required ReportedTimes WouldUnset { get; init; }

    /// <summary>Would have been left to an operator after its last alert had ended: a route of it releases <c>manually</c>.</summary>
    public required ReportedTimes LeftToOperator { get; init; }

    /// <summary>Since when it would be down, UTC, which may be before the time; null where it would be up now.</summary>
    public required DateTimeOffset? WouldBeDownSince { get; init; }

    /// <summary>The names of the alerts that forced it down, or would have, at most <see cref="MaxNames"/>; the fingerprint of one without a name.</summary>
    public required IReadOnlyList<string> Alerts { get; init; }

    /// <summary>How many names there are beside <see cref="Alerts"/>.</summary>
    public required int MoreAlerts { get; init; }

    /// <summary>What was held, the most frequent reason first.</summary>
    public required IReadOnlyList<ReportedHold> Held { get; init; }

    /// <summary>Where the host has more events than are looked at: the moment of the oldest that was; null where all were.</summary>
    public required DateTimeOffset? LooksBackTo { get; init; }
}

/// <summary>How often something happened.</summary>
/// <param name="Count">How often.</param>
/// <param name="First">When first, UTC; null where never.</param>
/// <param name="Last">When last, UTC; null where never.</param>
public sealed record ReportedTimes(int Count, DateTimeOffset? First, DateTimeOffset? Last)
{
    /// <summary>Never.</summary>
    internal static ReportedTimes Never { get; } = new(0, null, null);

    /// <summary>Once more.</summary>
    internal ReportedTimes With(DateTimeOffset at) => new(Count + 1, First ?? at, at);
}

/// <summary>What was held for one reason.</summary>
/// <param name="Reason">The reason's title in <c>docs/workflow.md</c>.</param>
/// <param name="Times">How often: once for each period of an alert, whatever it was repeated.</param>
/// <param name="Alerts">The alerts' names, at most <see cref="HostReport.MaxNames"/>; the fingerprint of one without a name.</param>
/// <param name="MoreAlerts">How many names there are beside.</param>
/// <param name="Routes">The routes that took them, at most <see cref="HostReport.MaxNames"/>.</param>
public sealed record ReportedHold(string Reason, ReportedTimes Times, IReadOnlyList<string> Alerts, int MoreAlerts, IReadOnlyList<string> Routes);
