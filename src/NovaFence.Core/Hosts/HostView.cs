using System.Text.Json.Serialization;
using NovaFence.Core.Decisions;
using NovaFence.Core.Power;

namespace NovaFence.Core.Hosts;

/// <summary>One host as a person sees it: Nova's word of the last listing beside the record's.</summary>
public sealed record HostView
{
    /// <summary>Nova's name of the host; for a hold that names no known host, what the alert named.</summary>
    public required string Host { get; init; }

    /// <summary>The compute service's UUID, where the cloud has them.</summary>
    public string? ServiceId { get; init; }

    /// <summary>False when the last listing does not have this host.</summary>
    public bool Known { get; init; } = true;

    /// <summary>Where it stands.</summary>
    public HostState State { get; init; }

    /// <summary>True when at least one alert waits for a person; <see cref="Reason"/> says why.</summary>
    public bool Held { get; init; }

    /// <summary>True when it is held, or there is something else <see cref="ToDo"/>.</summary>
    public bool NeedsAPerson => Held || ToDo is not null;

    /// <summary>Who holds it down: <c>alert</c>, <c>operator</c> or <c>none</c>.</summary>
    public string Owner { get; init; } = "none";

    /// <summary>The reason of the last verdict.</summary>
    public string? Reason { get; init; }

    /// <summary>What would let a hold through; null where nothing is held.</summary>
    public string? Command { get; init; }

    /// <summary>What an audit would find a person to do about it now; null where nothing, and where it is held: that is told by <see cref="Reason"/> and <see cref="Command"/>.</summary>
    public string? ToDo { get; init; }

    /// <summary>The pause that keeps NovaFence from this host, its own or the one of all; null when nothing does.</summary>
    public Pause? Paused { get; init; }

    /// <summary>The alerts that count for this host.</summary>
    public IReadOnlyList<AlertEntry> Alerts { get; init; } = [];

    /// <summary>When Nova last confirmed a change of ours, UTC.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>Nova's request id of that change.</summary>
    public string? RequestId { get; init; }

    /// <summary>What Nova said of it in the last listing; null where that does not have it, or none was had yet.</summary>
    public NovaView? Nova { get; init; }

    /// <summary>What its unset waits for; null where nothing of it is down, or something still wants it down.</summary>
    public ReleaseView? Release { get; init; }

    /// <summary>What its BMC said last; null where no route has asked it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PowerView? Power { get; init; }

    /// <summary>What a person sees of it, as a mark: a command that was given for another one is stale. <see cref="OperatorCommand.IfVersion"/>.</summary>
    [JsonIgnore]
    public string Version { get; init; } = "";
}

/// <summary>What the BMC of a host said last.</summary>
/// <param name="Reading">What it came to; <c>Off</c> alone says that the power is off.</param>
/// <param name="At">When it said so, UTC.</param>
/// <param name="Facts">What was said with it, for a person.</param>
/// <param name="ProvenOffAt">When the host was proven off for the force-down that stands, UTC; null where none was, or its evidence was another.</param>
public sealed record PowerView([property: JsonConverter(typeof(JsonStringEnumConverter<PowerReading>))] PowerReading Reading, DateTimeOffset At, string? Facts, DateTimeOffset? ProvenOffAt)
{
    /// <summary>That NovaFence told it last to switch the machine off; null where it never did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PowerOffView? SwitchedOff { get; init; }
}

/// <summary>That a BMC was told to switch its machine off.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="MayActUntil">Until when the machine may go off because of it, UTC: nothing is unset before.</param>
/// <param name="Refused">True where the BMC would not.</param>
/// <param name="Said">What it said, for a person; null where it is not known.</param>
public sealed record PowerOffView(DateTimeOffset At, DateTimeOffset MayActUntil, bool Refused, string? Said);

/// <summary>What the unset of a host waits for whose alerts have all ended.</summary>
/// <param name="SettlesAt">Until when nothing is released, UTC; null where that is over.</param>
/// <param name="Reports">How many reports of nova-compute have been seen; null where the release waits for none.</param>
/// <param name="ReportsWanted">How many it takes.</param>
/// <param name="Lacks">What else keeps it down, for a person; null where nothing is known to.</param>
public sealed record ReleaseView(DateTimeOffset? SettlesAt, int? Reports, int? ReportsWanted, string? Lacks);
