using NovaFence.Sandbox.Wire;

namespace NovaFence.Sandbox.Compute;

/// <summary>A row of Nova's <c>services</c> table. Its fleet's lock guards it.</summary>
internal sealed class ServiceRow(int id, string binary, string host, Heartbeat heartbeat, DateTimeOffset created)
{
    public int Id { get; } = id;

    public Guid Uuid { get; } = Guid.NewGuid();

    public string Binary { get; } = binary;

    public string Host { get; } = host;

    public string Zone => IsCompute ? "nova" : "internal";

    public bool IsCompute => Binary == Fleet.NovaCompute;

    public Heartbeat Heartbeat { get; } = heartbeat;

    public bool Disabled { get; set; }

    public string? DisabledReason { get; set; }

    public bool ForcedDown { get; set; }

    /// <summary>False while nobody has run <c>discover_hosts</c>: by name such a host is not found, by UUID it is.</summary>
    public bool Mapped { get; set; } = true;

    public bool CellDown { get; set; }

    /// <summary>Of the machine the service runs on.</summary>
    public PowerState Power { get; private set; } = PowerState.On;

    /// <summary>Since when; of one that was never switched, long since.</summary>
    public DateTimeOffset PowerSince { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>When a PUT last changed something, in whole seconds as the database keeps it.</summary>
    public DateTimeOffset WrittenAt { get; set; } = created;

    /// <summary>
    /// Nova's column <c>last_seen_up</c>, which only reports move, in whole seconds as the database keeps it: <c>state</c> goes by it, and by
    /// nothing else. <see href="https://opendev.org/openstack/nova/src/branch/stable/zed/nova/servicegroup/drivers/db.py">is_up</see>
    /// </summary>
    public DateTimeOffset LastSeenUp(DateTimeOffset now) => Times.Seconds(Heartbeat.LastAt(now));

    /// <summary>Nova's column <c>updated_at</c>, which every write moves, a report as well as a PUT that changes something.</summary>
    public DateTimeOffset UpdatedAt(DateTimeOffset now) => LastSeenUp(now) is var seen && seen > WrittenAt ? seen : WrittenAt;

    /// <summary>Takes the power away, and ages what stands in the row as if that had happened a while ago. Does nothing without power.</summary>
    public void Crash(DateTimeOffset now, TimeSpan aged)
    {
        if (Power == PowerState.Off)
            return;
        (Power, PowerSince) = (PowerState.Off, now);
        Heartbeat.StopAged(now, aged);
        WrittenAt -= aged;
    }

    /// <summary>Ends the reports with the power on, and ages what stands in the row. Does nothing where there are none.</summary>
    public void Hang(DateTimeOffset now, TimeSpan aged)
    {
        if (!Heartbeat.Beats)
            return;
        Heartbeat.StopAged(now, aged);
        WrittenAt -= aged;
    }

    /// <summary>Switches the power on and lets the service report.</summary>
    /// <returns>False when it reports already.</returns>
    public bool Boot(DateTimeOffset now)
    {
        if (Power == PowerState.Off)
            (Power, PowerSince) = (PowerState.On, now);
        return Heartbeat.Start(now);
    }
}
