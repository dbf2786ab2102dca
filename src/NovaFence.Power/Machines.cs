using System.Globalization;
using NovaFence.Power.Redfish;

namespace NovaFence.Power;

/// <summary>What tells one machine from another, for whoever compares them.</summary>
public static class Machines
{
    /// <summary>The serial number, where it is one and no placeholder.</summary>
    public static string? Serial(SeenMachine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        return MachineIdentity.Serial(machine.Serial);
    }

    /// <summary>The UUID, where it is one and no placeholder.</summary>
    public static string? Uuid(SeenMachine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        return MachineIdentity.Uuid(machine.Uuid)?.ToString("D", CultureInfo.InvariantCulture);
    }

    /// <summary>One text for each machine, whatever the byte order of its UUID; null where nothing tells it from others.</summary>
    public static string? Key(SeenMachine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        return MachineIdentity.Uuid(machine.Uuid) is { } uuid ? MachineIdentity.Key(uuid) : Serial(machine);
    }

    /// <summary>Whether both are one machine: by the UUID in either byte order and the serial number, or what some BMCs tell in its place, as far as both tell them; null where they tell nothing in common.</summary>
    public static bool? Compare(SeenMachine seen, KnownMachine known)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(known);
        bool? uuid = MachineIdentity.Uuid(seen.Uuid) is { } one && MachineIdentity.Uuid(known.Uuid) is { } other ? MachineIdentity.IsSame(one, other) : null;
        bool? serial = MachineIdentity.Serial(seen.Serial) is { } first && MachineIdentity.Serial(known.Serial) is { } second ? first == second || MachineIdentity.Serial(seen.Sku) == second : null;
        return uuid is null ? serial : serial is null ? uuid : uuid.Value && serial.Value;
    }
}
