using System.Text.Json.Serialization;
using NovaFence.Core.Hosts;

namespace NovaFence.Core.Audit;

/// <summary>How NovaFence is: one sentence, and the numbers behind it.</summary>
public sealed record Status
{
    /// <summary>In words, for whoever was woken.</summary>
    public required string Summary { get; init; }

    /// <summary>True when something waits for a person; <see cref="Because"/> says what.</summary>
    public required bool NeedsAPerson { get; init; }

    /// <summary>What a person is needed for, the gravest first; empty when all is well.</summary>
    public required IReadOnlyList<string> Because { get; init; }

    /// <summary>When it was looked, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary><c>fence</c>, or <c>observe</c> where nothing is sent to Nova.</summary>
    public required string Mode { get; init; }

    /// <summary>How many hosts there are, and where they stand; null while the ledger cannot be read.</summary>
    public HostNumbers? Hosts { get; init; }

    /// <summary>The budget; null while the ledger cannot be read.</summary>
    public BudgetNumbers? Budget { get; init; }

    /// <summary>The storm breaker; null while the ledger cannot be read.</summary>
    public StormNumbers? Storm { get; init; }

    /// <summary>The pauses that hold now.</summary>
    public IReadOnlyList<Pause> Pauses { get; init; } = [];

    /// <summary>Nova, as this process asked it last.</summary>
    public required NovaStatus Nova { get; init; }

    /// <summary>The ledger.</summary>
    public required LedgerStatus Ledger { get; init; }

    /// <summary>The watchdog; null where none is configured, or while the ledger cannot be read.</summary>
    public WatchdogStatus? Watchdog { get; init; }

    /// <summary>The audits.</summary>
    public required AuditStatus Audit { get; init; }

    /// <summary>NovaFence's version.</summary>
    public required string Version { get; init; }

    /// <summary>Which instance says all this: several on one ledger agree in everything but what each has asked of Nova.</summary>
    public required string Instance { get; init; }
}

/// <summary>Hosts by where they stand.</summary>
/// <param name="Known">Compute hosts that Nova lists.</param>
/// <param name="Down">Held down by NovaFence, those among them that wait for their unset.</param>
/// <param name="Changing">Being forced down or unset.</param>
/// <param name="Held">With an alert that waits for a person, those that name no known host among them.</param>
/// <param name="NeedAPerson">Held, or with something else to do.</param>
public sealed record HostNumbers(int Known, int Down, int Changing, int Held, int NeedAPerson);

/// <summary>How much of the budget is used.</summary>
/// <param name="Used">Hosts that NovaFence holds down or is forcing down.</param>
/// <param name="Limit">As many as it may: the smaller of <c>Budget:MaxHosts</c> and the share.</param>
/// <param name="ForcedDown">Those, and what others forced down and is enabled.</param>
/// <param name="ForcedDownLimit">As many as <c>Budget:MaxShare</c> allows.</param>
/// <param name="WithinTheHour">Force-downs for alerts within the last hour.</param>
/// <param name="PerHour">As many as may be.</param>
public sealed record BudgetNumbers(int Used, int Limit, int ForcedDown, int ForcedDownLimit, int WithinTheHour, int PerHour);

/// <summary>How near a storm is.</summary>
/// <param name="AlertingHosts">Hosts that alert, or have within <c>Storm:Window</c>.</param>
/// <param name="Limit">More than so many hold every force-down.</param>
/// <param name="IsOpen">Whether they do.</param>
public sealed record StormNumbers(int AlertingHosts, int Limit, bool IsOpen)
{
    /// <summary>When an operator last said that one is over, UTC; null where nobody has. What is said of the one before is not meant for the next.</summary>
    [JsonIgnore]
    public DateTimeOffset? LastEndedAt { get; init; }
}

/// <summary>What Nova said last, to this process.</summary>
/// <param name="Place">Keystone's address, and the region where one is chosen.</param>
/// <param name="ListedAt">When the last listing that was had began, UTC; null where none was.</param>
/// <param name="Services">How many compute services it had.</param>
/// <param name="Failure">Why the last one could not be had; null where it was.</param>
public sealed record NovaStatus(string? Place, DateTimeOffset? ListedAt, int Services, string? Failure);

/// <summary>The ledger.</summary>
/// <param name="Place">Where it is.</param>
/// <param name="Partition">Which part of it.</param>
/// <param name="Failure">Why it cannot be read or may not be written; null where it can and may.</param>
public sealed record LedgerStatus(string? Place, string? Partition, string? Failure);

/// <summary>The watchdog.</summary>
/// <param name="HeardAt">When it was heard last, UTC; null where never.</param>
/// <param name="IsSilent">Whether that is too long ago.</param>
public sealed record WatchdogStatus(DateTimeOffset? HeardAt, bool IsSilent);

/// <summary>The audits.</summary>
/// <param name="At">When the last one began, whichever instance ran it, UTC; null where none has.</param>
/// <param name="Findings">How many findings it had.</param>
/// <param name="NeedAPerson">How many of them say what a person has to do.</param>
/// <param name="Failure">Why it could not be carried out, or why none runs; null where all is well.</param>
public sealed record AuditStatus(DateTimeOffset? At, int Findings, int NeedAPerson, string? Failure);
