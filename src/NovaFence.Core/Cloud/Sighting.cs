namespace NovaFence.Core.Cloud;

/// <summary>What a listing says of one host.</summary>
internal enum SightingKind
{
    /// <summary>There is no listing.</summary>
    NotHad,

    /// <summary>Nova lists no such service.</summary>
    Missing,

    /// <summary>Nova lists several services of that host.</summary>
    Several,

    /// <summary>Its cell does not answer, and the row leaves <c>forced_down</c> out.</summary>
    CellDown,

    /// <summary>Its row says <c>forced_down: false</c>, whatever its <c>state</c>.</summary>
    Free,

    /// <summary>Its row says <c>forced_down: true</c>, whoever said so.</summary>
    ForcedDown,
}

/// <summary>One host in one listing.</summary>
/// <param name="Kind">What is said of it.</param>
/// <param name="Service">Its row, where there is exactly one.</param>
/// <param name="BeganAt">When the listing began, by our clock.</param>
/// <param name="EndedAt">When it was there.</param>
internal sealed record Sighting(SightingKind Kind, ComputeService? Service, DateTimeOffset BeganAt, DateTimeOffset EndedAt)
{
    internal static Sighting NotHad { get; } = new(SightingKind.NotHad, null, DateTimeOffset.MinValue, DateTimeOffset.MinValue);

    /// <summary>How old its newest report is, by the cloud's clock.</summary>
    internal TimeSpan? ReportAge { get; init; }

    /// <summary>Whether the other services report, as far as there are enough of them to tell.</summary>
    internal bool OthersReport { get; init; } = true;

    /// <summary>Whether Nova says that the host is up, and it reported after that moment, or nobody knows when.</summary>
    internal bool HasReportedSince(DateTimeOffset moment) => Service is { State: ServiceState.Up } && !(ReportAge is { } age && BeganAt - age <= moment);

    /// <summary>Whether it says of this host whether it is forced down.</summary>
    internal bool IsTold => Kind is SightingKind.Free or SightingKind.ForcedDown;

    /// <summary>Whether nobody has disabled or enabled it, or given another reason, between the other one and this.</summary>
    internal bool HasStatusOf(Sighting other) =>
        Service?.Disabled == other.Service?.Disabled && string.Equals(Service?.DisabledReason, other.Service?.DisabledReason, StringComparison.Ordinal);

    /// <summary>How long until its report is no longer so young that the host lives by it; the whole time where its age is not known.</summary>
    internal TimeSpan AgesIn(TimeSpan reportInterval) => reportInterval + Fleet.ReportAllowance - (ReportAge is { } age && age > TimeSpan.Zero ? age : TimeSpan.Zero);

    /// <summary>
    /// Whether Nova says that the host is up, and its report is so young that it lives. One without a report is up where its row was made within
    /// <c>service_down_time</c>: its nova-compute has just begun
    /// (https://github.com/openstack/nova/blob/26.2.2/nova/servicegroup/drivers/db.py, <c>is_up</c>).
    /// </summary>
    internal bool HasJustReported(TimeSpan reportInterval) => Service is { State: ServiceState.Up } && !IsOld(reportInterval);

    /// <summary>Whether its nova-compute reports. What is forced down Nova calls down, whether it reports or not: there its report's age says it.</summary>
    internal bool Reports(TimeSpan reportInterval) => Kind == SightingKind.ForcedDown ? !IsOld(reportInterval) : HasJustReported(reportInterval);

    private bool IsOld(TimeSpan reportInterval) => ReportAge >= reportInterval + Fleet.ReportAllowance;
}
