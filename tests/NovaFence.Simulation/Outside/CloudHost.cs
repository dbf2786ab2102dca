namespace NovaFence.Simulation.Outside;

/// <summary>One compute service as Nova has it.</summary>
internal sealed class CloudHost(string name, string serviceId)
{
    internal string Name => name;

    internal string ServiceId { get; set; } = serviceId;

    internal bool ForcedDown { get; set; }

    /// <summary>Evacuations are done: Nova refuses the unset until nova-compute is restarted.</summary>
    internal bool NeedsRestart { get; set; }

    /// <summary>Its cell does not answer: the listing leaves <c>forced_down</c> out.</summary>
    internal bool CellIsDown { get; set; }

    /// <summary>Somebody else set, unset or registered it anew.</summary>
    internal bool WasTouchedByOthers { get; set; }
}
