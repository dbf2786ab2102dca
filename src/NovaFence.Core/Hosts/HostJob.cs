using NovaFence.Core.Alerts;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;

namespace NovaFence.Core.Hosts;

/// <summary>Something that is to be done about one host: an event of an alert, an operator's command, or nothing but what its record waits for.</summary>
internal sealed class HostJob(string host, DateTimeOffset receivedAt, Deadline deadline)
{
    /// <summary>The host, in Nova's spelling.</summary>
    internal string Host => host;

    /// <summary>When the event or command was received, or the work began: a look must not be older.</summary>
    internal DateTimeOffset ReceivedAt => receivedAt;

    /// <summary>When an answer has to be given.</summary>
    internal Deadline Deadline => deadline;

    /// <summary>The event; null where there is none.</summary>
    internal AlertEvent? Alert { get; init; }

    /// <summary>The label or place that named the host, for a person; null where the event does not name it, or there is none.</summary>
    internal string? NamedBy { get; init; }

    /// <summary>The service's UUID by the last listing.</summary>
    internal string? ServiceId { get; init; }

    /// <summary>Another host that the event's text names.</summary>
    internal string? AnotherHost { get; init; }

    /// <summary>
    /// The hosts in which the event ends its alert, as they were known: where the ledger has another by now, it is asked for again. Null where the event
    /// fires, or its sender's alerts are of one host.
    /// </summary>
    internal IReadOnlyList<string>? EndsIn { get; init; }

    /// <summary>The command; null where there is none.</summary>
    internal OperatorCommand? Command { get; init; }

    /// <summary>Whether the ledger said, when the command came, what other operators had said.</summary>
    internal bool HasMetWords { get; set; }

    /// <summary>When an operator had said the opposite of the command last; null where none had.</summary>
    internal DateTimeOffset? OppositeWordAt { get; set; }

    /// <summary>Whether what another hand raised is forced down again (<see cref="Options.AuditOptions.Reassert"/>).</summary>
    internal bool Reasserts { get; init; }

    /// <summary>Whether a person asks for an audit: then what waits for its back-off is tried too.</summary>
    internal bool IsAsked { get; init; }

    /// <summary>What was read of the host, and is to be noted in its record; null where nothing was.</summary>
    internal HostReading? Reading { get; set; }

    /// <summary>Whether there is nobody but this job to go on reading, and time for it: where no timer does.</summary>
    internal bool MayWaitForReads { get; init; }

    /// <summary>What has to be read now before more can be decided.</summary>
    internal IReadOnlyList<Evidence> ToRead { get; set; } = [];

    /// <summary>The newest look; null where there was none, or the last could not be had.</summary>
    internal Fleet? Look { get; set; }

    /// <summary>How often it has looked.</summary>
    internal int Looks { get; set; }

    /// <summary>What had been done to the host by the record from which was last decided, and when that was read.</summary>
    internal DoneByRecord? Decided { get; set; }

    /// <summary>The same, of the decision after which it looked.</summary>
    internal DoneByRecord? LookedAfter { get; set; }

    /// <summary>How many looks in a row could not be had, or did not tell of this host.</summary>
    internal int FailedLooks { get; set; }

    /// <summary>What Nova said of evacuations from the host, for the unset that is next.</summary>
    internal EvacuationCount? Evacuations { get; set; }

    /// <summary>When Nova had said it: what it said long ago says nothing of now.</summary>
    internal DateTimeOffset EvacuationsAt { get; set; }

    /// <summary>Whether the event or command is in the ledger.</summary>
    internal bool IsTaken { get; set; }

    /// <summary>Whether a change of it was given to the ledger of which nothing is known: it may be stored all the same.</summary>
    internal bool MayBeStored { get; set; }

    /// <summary>What was decided when it was taken.</summary>
    internal Verdict? Planned { get; set; }

    /// <summary>What was to be answered before the host's evidence was read, which is waited for; null where nothing was.</summary>
    internal Verdict? Answered { get; set; }

    /// <summary>Whether its event begins a period of its alert by the sender's own word.</summary>
    internal bool BeginsPeriod { get; set; }

    /// <summary>Whether what was decided of its event is new, so that an event of the ledger says it: a repeat is decided as the one before.</summary>
    internal bool IsNews { get; set; }

    /// <summary>How many PUTs it has sent.</summary>
    internal int Puts { get; set; }

    /// <summary>Whether it is nothing but what the record waits for.</summary>
    internal bool IsTick => Alert is null && Command is null;

    /// <summary>Whether two looks in this job could not be had: then a new event goes on unseen, and everything else waits.</summary>
    internal bool IsBlind => FailedLooks >= 2;

    /// <summary>The same job, begun anew.</summary>
    internal HostJob Again() => new(host, receivedAt, deadline)
    {
        Alert = Alert,
        NamedBy = NamedBy,
        ServiceId = ServiceId,
        AnotherHost = AnotherHost,
        EndsIn = EndsIn,
        Command = Command,
        Reasserts = Reasserts,
        IsAsked = IsAsked,
        Reading = Reading,
        MayWaitForReads = MayWaitForReads,
    };
}

/// <summary>What NovaFence had done to a host by its record, as it was read at that moment.</summary>
/// <param name="ReadAt">When it was read, UTC, by this instance's clock.</param>
/// <param name="ConfirmedAt"><see cref="HostRecord.ConfirmedAt"/>.</param>
/// <param name="PutSentAt"><see cref="HostRecord.PutSentAt"/>.</param>
internal sealed record DoneByRecord(DateTimeOffset ReadAt, DateTimeOffset? ConfirmedAt, DateTimeOffset? PutSentAt);
