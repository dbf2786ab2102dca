namespace NovaFence.Simulation.Outside;

/// <summary>One compute service as Nova has it.</summary>
internal sealed class CloudHost(string name, string serviceId, DateTimeOffset born)
{
    private DateTimeOffset _writtenAt = born;

    internal string Name => name;

    internal string ServiceId { get; set; } = serviceId;

    internal bool ForcedDown { get; private set; }

    /// <summary>Its nova-compute.</summary>
    internal Heart Heart { get; } = new(born);

    /// <summary>Every evacuation from it.</summary>
    internal List<Evacuation> Evacuations { get; } = [];

    internal bool IsBeingEvacuated => Evacuations is [.., { Ended: long.MaxValue }];

    /// <summary>Evacuations are done: Nova refuses the unset until nova-compute is restarted.</summary>
    internal bool NeedsRestart { get; set; }

    /// <summary>Its cell does not answer: the listing leaves <c>forced_down</c> out.</summary>
    internal bool CellIsDown { get; set; }

    /// <summary>When somebody else set, unset or registered it anew: in <c>updated_at</c> that looks like a report.</summary>
    internal List<DateTimeOffset> TouchedByOthers { get; } = [];

    internal bool WasTouchedByOthers => TouchedByOthers.Count > 0;

    /// <summary>Nova writes the row, and with it <c>updated_at</c>, only where the PUT changes something.</summary>
    internal void Set(bool forcedDown, DateTimeOffset now)
    {
        if (ForcedDown != forcedDown)
            _writtenAt = now;
        ForcedDown = forcedDown;
    }

    /// <summary>Somebody deleted it, and a nova-compute that starts registers it again.</summary>
    internal void RegisterAnew(string id, DateTimeOffset now)
    {
        ServiceId = id;
        ForcedDown = NeedsRestart = false;
        _writtenAt = now;
        Heart.Start(now);
    }

    /// <summary>Nova's <c>updated_at</c>: of the last report or the last change. The database keeps whole seconds.</summary>
    internal DateTimeOffset UpdatedAt(DateTimeOffset now)
    {
        var reported = Heart.Last(now);
        var newest = reported > _writtenAt ? reported : _writtenAt;
        return newest.AddTicks(-(newest.UtcTicks % TimeSpan.TicksPerSecond));
    }
}
