using System.Text.Json;
using System.Text.Json.Serialization;
using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Ledger;

namespace NovaFence.Core.Hosts;

/// <summary>What is written once for every verdict, intent and outcome: enough to explain it later.</summary>
internal sealed record DecisionEvent
{
    /// <summary>Stands for the host where an event is of none, or of all.</summary>
    internal const string NoHost = "-";

    /// <summary>Stands for the host where an event is of an audit; no host has a blank in its name.</summary>
    internal const string Audits = "- audit";

    /// <summary>Stands for the host where an event says which findings an audit opened and closed.</summary>
    internal const string Findings = "- findings";

    /// <summary><c>verdict</c>, <c>intent</c>, <c>late force-down</c>, <c>outcome</c>, <c>pause</c>, <c>warning</c>, <c>check</c>, <c>audit</c>, <c>findings</c> or <c>expired</c>.</summary>
    public required string Kind { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The instance that wrote it.</summary>
    public required string Instance { get; init; }

    public required VerdictKind Verdict { get; init; }

    /// <summary>Title and facts, for a person.</summary>
    public required string Reason { get; init; }

    /// <summary>The title alone; null in an event of an earlier version, and in one that is of no verdict.</summary>
    [JsonConverter(typeof(ReasonTitleConverter))]
    public Reason? Title { get; init; }

    public HostState? State { get; init; }

    /// <summary>Joins an intent and its outcome.</summary>
    public string? Attempt { get; init; }

    public SeenAlert? Alert { get; init; }

    public SeenSituation? Situation { get; init; }

    /// <summary>The operator's door and words, where an operator decided.</summary>
    public string? Operator { get; init; }

    public DateTimeOffset? PutSentAt { get; init; }

    public string? RequestId { get; init; }

    public string? Error { get; init; }

    /// <summary>What an audit found, where it found something else than the one before.</summary>
    public JsonElement? Audit { get; init; }

    /// <summary>The findings for which a person is needed since this audit, and was not at the one before.</summary>
    public IReadOnlyList<SeenFinding>? Opened { get; init; }

    /// <summary>Those for which a person was needed at the one before, and is not any more.</summary>
    public IReadOnlyList<SeenFinding>? Closed { get; init; }

    /// <summary>What was stored; null of an event that somebody has edited into something else, which must hide no other.</summary>
    internal static DecisionEvent? Read(LedgerEvent stored)
    {
        try
        {
            return JsonSerializer.Deserialize(stored.Json, RowsJson.Row<DecisionEvent>());
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A finding as it was when it was opened or closed.</summary>
    internal sealed record SeenFinding(string Host, string Kind, HostState State, DateTimeOffset Since, string Severity, string ToDo)
    {
        /// <summary>The title of the reason, where the finding has one.</summary>
        public string? Reason { get; init; }
    }

    /// <summary>The alert that was decided about.</summary>
    internal sealed record SeenAlert(string Receiver, string Fingerprint, AlertStatus Status, DateTimeOffset At, DateTimeOffset ReceivedAt)
    {
        public string? Name { get; init; }

        /// <summary>Where its sender shows it; <see cref="AlertLink"/>.</summary>
        public string? Link { get; init; }
    }

    /// <summary>The values that the rules looked at.</summary>
    internal sealed record SeenSituation
    {
        public string? Route { get; init; }

        public string? Evidence { get; init; }

        public string? HostFrom { get; init; }

        public HostState? State { get; init; }

        public HostOwner? Owner { get; init; }

        public int AlertsFiring { get; init; }

        public int HostsAlerting { get; init; }

        public int StormLimit { get; init; }

        public int Corroborating { get; init; }

        public string? Paused { get; init; }

        public DateTimeOffset? WatchdogHeardAt { get; init; }

        public int HostsDown { get; init; }

        public int BudgetLimit { get; init; }

        public int FleetSize { get; init; }

        public string? Seen { get; init; }

        public DateTimeOffset? ReportedAt { get; init; }

        public DateTimeOffset? LookedAt { get; init; }

        public string? Order { get; init; }

        public string? HeldFor { get; init; }

        public int HostsForcedDown { get; init; }

        public int ShareLimit { get; init; }

        public int WithinTheHour { get; init; }

        public int HourLimit { get; init; }

        public int OfThisHost { get; init; }

        public string? Mode { get; init; }
    }
}
