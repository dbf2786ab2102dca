using NovaFence.Core.Alerts;
using NovaFence.Core.Options;

namespace NovaFence.Core.Decisions;

/// <summary>Everything that a decision about one alert of one host looks at. Stored with the verdict, so that it can be explained later.</summary>
public sealed record Situation
{
    /// <summary>Our clock, UTC.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The alert fires or has ended.</summary>
    public required AlertStatus Status { get; init; }

    /// <summary>When that was, by the sender's clock.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Whether its sender tells of moments (PagerDuty).</summary>
    public bool TellsOfAMoment { get; init; }

    /// <summary>The receiver that took it.</summary>
    public string Receiver { get; init; } = "";

    /// <summary>The route that takes the alert; null when none does.</summary>
    public Route? Route { get; init; }

    /// <summary>Why the event says nothing of a host (<see cref="RouteTable.SaysNothing"/>); null where it may be of one.</summary>
    public Reason? SaysNothing { get; init; }

    /// <summary>Which host it means.</summary>
    public required HostResolution Resolution { get; init; }

    /// <summary>Another host that this event's text names although the alert belongs to <see cref="Resolution"/>; null when none.</summary>
    public string? AnotherHost { get; init; }

    /// <summary>What the event is to its alert's history.</summary>
    public AlertOrder Order { get; init; } = AlertOrder.NewPeriod;

    /// <summary>Whether the alert is known of this host.</summary>
    public bool IsKnown { get; init; }

    /// <summary>When an operator overruled the running period; null when none did.</summary>
    public DateTimeOffset? OverruledAt { get; init; }

    /// <summary>Whether the record has room for this alert.</summary>
    public bool HasRoom { get; init; } = true;

    /// <summary>Why it was held before; null when it was not, or its period is a new one.</summary>
    public Reason? HeldFor { get; init; }

    /// <summary>Whether its host was seen to live while it was held, whatever it is held for since.</summary>
    internal bool HasReported { get; init; }

    /// <summary>Whether an operator let go what was held for that reason.</summary>
    public bool IsLetGo { get; init; }

    /// <summary>Whether this is a hold that is decided anew by itself, and no event that was delivered.</summary>
    public bool IsRetry { get; init; }

    /// <summary>Where the host stands in the record.</summary>
    public HostState State { get; init; }

    /// <summary>Who holds it down.</summary>
    public HostOwner Owner { get; init; }

    /// <summary>How many other alerts hold it down, or are held themselves and keep it from being released.</summary>
    public int OtherAlertsFiring { get; init; }

    /// <summary>Whether an instance acts on the host now.</summary>
    public bool IsBusy { get; init; }

    /// <summary>How the host is released, as the strictest of the routes says under which its alerts were accepted.</summary>
    public ReleasePolicy Release { get; init; } = ReleasePolicy.Manually;

    /// <summary>Whether the look of the intent that took it down saw it free.</summary>
    public bool WasSeenFree { get; init; } = true;

    /// <summary>Until when nothing is released, because a resolved was received; null where nothing has to settle.</summary>
    public DateTimeOffset? SettlesAt { get; init; }

    /// <summary>Which of the labels that its route asks for the alert carries: what <see cref="Evidence.CarriedBy"/> says; null for none.</summary>
    public string? Carried { get; init; }

    /// <summary>How many <c>alertname</c>s of this host's alerts agree within the route's window, this one counted: what <see cref="Evidence.Corroborated"/> asks for.</summary>
    public int Corroborating { get; init; }

    /// <summary>Whether alerts of this host fire that no route of this instance takes as they were taken: they agree with nothing here, and may where their route is known.</summary>
    internal bool MayAgreeElsewhere { get; init; }

    /// <summary>What was read for its evidence; nothing where its route asks for no reading.</summary>
    internal EvidenceFacts Read { get; init; } = EvidenceFacts.None;

    /// <summary>When the next question for its evidence is due, UTC; null where none is.</summary>
    internal DateTimeOffset? ReadAt { get; init; }

    /// <summary>All that its route's evidence looks at.</summary>
    internal EvidenceFacts Facts => Read with { Carried = Carried, Corroborating = Corroborating };

    /// <summary>What keeps NovaFence from this host, as a sentence; null when nothing does.</summary>
    public string? Paused { get; init; }

    /// <summary>The drill of this host that runs, as a sentence; null when none does.</summary>
    public string? Drill { get; init; }

    /// <summary>When the listing was had that says how the host is, UTC; null where there was none.</summary>
    public DateTimeOffset? LookedAt { get; init; }

    /// <summary>Whether what this receiver says is not to be believed now, because its watchdog is silent.</summary>
    public bool MonitoringSilent { get; init; }

    /// <summary>When the watchdog was last heard; null when it never was.</summary>
    public DateTimeOffset? WatchdogHeardAt { get; init; }

    /// <summary>What the look says of the host.</summary>
    public SeenAs Seen { get; init; }

    /// <summary>Nova's <c>updated_at</c> of the host in that look, for a person.</summary>
    public DateTimeOffset? ReportedAt { get; init; }

    /// <summary>Whether nova-compute there reported after the alert was received, and Nova does not say that the host is down.</summary>
    internal bool ReportedSince { get; init; }

    /// <summary>How long after the look that report has aged; null where there was no look.</summary>
    internal TimeSpan? AgesIn { get; init; }

    /// <summary>Whether nobody could look because Nova does not let this user list compute services.</summary>
    public bool MayNotList { get; init; }

    /// <summary>How many hosts of Nova's have alerts that fire or are held, this one counted.</summary>
    public int HostsAlerting { get; init; }

    /// <summary>With how many the storm breaker is still closed.</summary>
    public int StormLimit { get; init; } = int.MaxValue;

    /// <summary>Whether this host has its place in the budget already.</summary>
    public bool HasPlace { get; init; }

    /// <summary>Whether it has its place for a force-down that nothing has told Nova, or its BMC, yet: it is given back where there are fewer places by now.</summary>
    internal bool IsUntold { get; init; }

    /// <summary>How many hosts NovaFence holds down or is forcing down, this one not counted.</summary>
    public int HostsDown { get; init; }

    /// <summary>How many it may hold.</summary>
    public int BudgetLimit { get; init; } = int.MaxValue;

    /// <summary>How many hosts are forced down and enabled, whoever forced them down, this one not counted.</summary>
    public int HostsForcedDown { get; init; }

    /// <summary>How many may be, as a share of the fleet.</summary>
    public int ShareLimit { get; init; } = int.MaxValue;

    /// <summary>How many force-downs for alerts there were within the hour.</summary>
    public int WithinTheHour { get; init; }

    /// <summary>How many there may be.</summary>
    public int HourLimit { get; init; } = int.MaxValue;

    /// <summary>How many of them were of this host.</summary>
    public int OfThisHost { get; init; }

    /// <summary>How many of them there may be.</summary>
    public int HostHourLimit { get; init; } = int.MaxValue;

    /// <summary>How many compute hosts there are.</summary>
    public int FleetSize { get; init; }

    /// <summary>Fence or observe.</summary>
    public FenceMode Mode { get; init; }

    /// <summary>How old a firing event that tells of a moment may be.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How far ahead of our clock a firing event that tells of a moment may be.</summary>
    public TimeSpan MaxClockSkew { get; init; } = TimeSpan.FromMinutes(5);
}
