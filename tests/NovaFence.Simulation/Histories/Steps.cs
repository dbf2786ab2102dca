using NovaFence.Simulation.Outside;
using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Histories;

/// <summary>A sender hears of some alerts, and delivers them to one instance where its notification log says that it has to.</summary>
internal sealed record Deliver(TimeSpan At, int Slot, IReadOnlyList<Said> Alerts) : Step(At)
{
    /// <summary>Which of a pair of Alertmanagers.</summary>
    internal int Peer { get; init; }

    /// <summary>Whether another alert joined or left its group: then the whole group is sent again.</summary>
    internal bool GroupChanged { get; init; }

    internal override void Do(World world) => world.Senders.Hear(Slot, Alerts, Peer, GroupChanged);

    internal override string Describe() => $"to {(char)('A' + Slot)}{(Peer > 0 ? ", from the other of the pair" : "")}{(GroupChanged ? ", as its group changed" : "")}: {string.Join(" and ", Alerts)}";
}

/// <summary>An operator gives a command.</summary>
internal sealed record Command(TimeSpan At, int Slot, string Host, bool Down) : Step(At)
{
    internal override void Do(World world) => world.Operators.Give(Slot, Host, Down);

    internal override string Describe() => $"to {(char)('A' + Slot)}: an operator wants {Host} {(Down ? "down" : "up")}";
}

/// <summary>An operator pauses a host, or everything, for a while or until somebody resumes.</summary>
internal sealed record Pause(TimeSpan At, int Slot, string? Host, TimeSpan? Duration) : Step(At)
{
    internal override void Do(World world) => world.Pausers.Pause(Slot, Host, Duration);

    internal override string Describe() =>
        FormattableString.Invariant($"to {(char)('A' + Slot)}: an operator pauses {Host ?? "everything"}{(Duration is { } duration ? FormattableString.Invariant($" for {duration.TotalSeconds:0.###} s") : "")}");
}

/// <summary>An operator resumes.</summary>
internal sealed record Resume(TimeSpan At, int Slot, string? Host) : Step(At)
{
    internal override void Do(World world) => world.Pausers.Resume(Slot, Host);

    internal override string Describe() => $"to {(char)('A' + Slot)}: an operator resumes {Host ?? "everything"}";
}

/// <summary>The timer of one instance rings.</summary>
internal sealed record Audit(TimeSpan At, int Slot) : Step(At)
{
    internal override void Do(World world) => world.Audit(Slot);

    internal override string Describe() => $"{(char)('A' + Slot)} audits";
}

/// <summary>An instance crashes after so many more of its steps, and is started again later.</summary>
internal sealed record Crash(TimeSpan At, int Slot, int Steps, TimeSpan Back) : Step(At)
{
    internal override void Do(World world) => world.Crash(Slot, Steps, Back);

    internal override string Describe() => FormattableString.Invariant($"{(char)('A' + Slot)} is to crash after {Steps} steps, for {Back.TotalSeconds:0.###} s");
}

/// <summary>Something goes wrong with a coming call of the ledger.</summary>
internal sealed record LedgerTrouble(TimeSpan At, LedgerFault Fault, TimeSpan Time) : Step(At)
{
    internal override void Do(World world) => world.Ledger.Faults.Arm(Fault, Time);

    internal override string Describe() => FormattableString.Invariant($"the ledger is to answer once: {Fault}, {Time.TotalSeconds:0.###} s");
}

/// <summary>Something goes wrong with a coming call of the cloud.</summary>
internal sealed record CloudTrouble(TimeSpan At, CloudFault Fault, TimeSpan Time) : Step(At)
{
    internal override void Do(World world) => world.Cloud.Faults.Arm(Fault, Time);

    internal override string Describe() => FormattableString.Invariant($"the cloud is to answer once: {Fault}, {Time.TotalSeconds:0.###} s");
}

/// <summary>The ledger or the cloud cannot be reached, by one instance or by all.</summary>
internal sealed record Outage(TimeSpan At, bool OfLedger, int? Slot, TimeSpan Time) : Step(At)
{
    internal override void Do(World world)
    {
        if (OfLedger)
            world.Ledger.Faults.BeAway(Slot, Time);
        else
            world.Cloud.Faults.BeAway(Slot, Time);
    }

    internal override string Describe() =>
        FormattableString.Invariant($"the {(OfLedger ? "ledger" : "cloud")} is away for {(Slot is { } slot ? ((char)('A' + slot)).ToString() : "all")}, {Time.TotalSeconds:0.###} s");
}

/// <summary>Somebody else changes something of a host in Nova.</summary>
internal sealed record Meddle(TimeSpan At, string Host, Meddling What) : Step(At)
{
    internal override void Do(World world) => world.Others.Do(Host, What);

    internal override string Describe() => $"somebody else: {Host} {What}";
}

/// <summary>What somebody else does to a host in Nova.</summary>
internal enum Meddling
{
    ForcesDown,
    Unsets,
    RegistersAnew,
    Evacuates,
    Restarts,
    CellGoesDown,
    CellComesBack,
    ComputeDies,
    ComputeReports,
    EvacuationBegins,
    EvacuationEnds,
    Disables,
    Enables,
    Vanishes,
    Appears,
    IsRenamed,
    HasANamesake,
    HasNone,
}
