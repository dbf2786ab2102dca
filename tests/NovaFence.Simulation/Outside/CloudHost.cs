using NovaFence.Core.Cloud;

namespace NovaFence.Simulation.Outside;

/// <summary>One compute service as Nova has it.</summary>
internal sealed class CloudHost(string name, string serviceId, DateTimeOffset born, TimeSpan reportInterval, Machine machine)
{
    /// <summary>Nova's <c>service_down_time</c>; a cloud that reports every minute sets it higher.</summary>
    private readonly TimeSpan _downTime = reportInterval * 3 > TimeSpan.FromSeconds(60) ? reportInterval * 3 : TimeSpan.FromSeconds(60);

    private DateTimeOffset _writtenAt = born;

    internal string Name => name;

    internal string ServiceId { get; set; } = serviceId;

    internal bool ForcedDown { get; private set; }

    /// <summary>Whether Nova has it at all.</summary>
    internal bool IsListed
    {
        get;
        set
        {
            field = value;
            WasAlwaysListed &= value;
        }
    } = true;

    internal bool WasAlwaysListed { get; private set; } = true;

    /// <summary>Whether it was registered anew at any time: a UUID of its own for each.</summary>
    internal bool WasRegisteredAnew { get; private set; }

    internal bool Disabled { get; private set; }

    internal string? DisabledReason { get; private set; }

    /// <summary>Since when a person has it disabled; null where nobody has.</summary>
    internal DateTimeOffset? DisabledByOthersAt { get; set; }

    /// <summary>From when to when a person had it disabled: each time that is over.</summary>
    internal List<(DateTimeOffset From, DateTimeOffset To)> WasDisabledByOthers { get; } = [];

    /// <summary>Whether it was another hand that forced it down.</summary>
    internal bool ForcedByOthers { get; set; }

    /// <summary>Its nova-compute.</summary>
    internal Heart Heart { get; } = new(born, reportInterval);

    /// <summary>The machine that it runs on.</summary>
    internal Machine Machine => machine;

    /// <summary>Every evacuation from it.</summary>
    internal List<Evacuation> Evacuations { get; } = [];

    internal bool IsBeingEvacuated => Evacuations is [.., { Ended: long.MaxValue }];

    /// <summary>Evacuations are done: Nova refuses the unset until nova-compute is restarted.</summary>
    internal bool NeedsRestart { get; set; }

    /// <summary>Its cell does not answer: the listing leaves <c>forced_down</c> out.</summary>
    internal bool CellIsDown { get; set; }

    /// <summary>The service of another nova-compute that calls itself by the same name, in another cell; null where there is none.</summary>
    internal string? Namesake { get; set; }

    internal bool WasDoubled { get; set; }

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

    /// <summary>Somebody changes <c>status</c>, and the row is written.</summary>
    internal void Write(bool disabled, string? reason, DateTimeOffset now)
    {
        if (Disabled != disabled || DisabledReason != reason)
            _writtenAt = now;
        (Disabled, DisabledReason) = (disabled, reason);
    }

    /// <summary>Somebody deleted it, and a nova-compute that starts registers it again.</summary>
    internal void RegisterAnew(string id, DateTimeOffset now)
    {
        ServiceId = id;
        WasRegisteredAnew = true;
        ForcedDown = NeedsRestart = Disabled = ForcedByOthers = false;
        DisabledReason = null;
        DisabledByOthersAt = null;
        _writtenAt = now;
        Heart.Start(now);
        machine.Boot();
    }

    /// <summary>Nova's <c>state</c>: by the last report alone.</summary>
    internal ServiceState State(DateTimeOffset now) => CellIsDown ? ServiceState.Unknown : ForcedDown || now - Heart.Last(now) > _downTime ? ServiceState.Down : ServiceState.Up;

    /// <summary>Nova's <c>updated_at</c>: of the last report or the last change. The database keeps whole seconds.</summary>
    internal DateTimeOffset UpdatedAt(DateTimeOffset now, TimeSpan ahead)
    {
        var reported = Heart.Last(now);
        var newest = (reported > _writtenAt ? reported : _writtenAt) + ahead;
        return newest.AddTicks(-(newest.UtcTicks % TimeSpan.TicksPerSecond));
    }
}
