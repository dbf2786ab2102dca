namespace NovaFence.Core.Power;

/// <summary>What one question to a machine's BMC came to. Only <see cref="Off"/> says that the power is off.</summary>
/// <remarks>The states are Redfish's: https://redfish.dmtf.org/schemas/v1/Resource.json, <c>PowerState</c>.</remarks>
public enum PowerReading
{
    /// <summary>The right machine, and its power is on.</summary>
    On,

    /// <summary>The right machine, and it is being switched on.</summary>
    PoweringOn,

    /// <summary>The right machine, and it is paused: it runs again whenever somebody says so.</summary>
    Paused,

    /// <summary>The right machine, and it is being switched off: it still runs.</summary>
    PoweringOff,

    /// <summary>The right machine, and its power is off.</summary>
    Off,

    /// <summary>The right machine, and its state is missing, empty, null or none of the above.</summary>
    Unknown,

    /// <summary>Another machine than the expected one answers, or its identity cannot be told, or none or several have it.</summary>
    WrongMachine,

    /// <summary>The BMC refused the credentials: 401 or 403, or was not asked because it did so a moment ago.</summary>
    Refused,

    /// <summary>The BMC's certificate is not the one that is trusted.</summary>
    NotTrusted,

    /// <summary>The BMC sent us elsewhere, which is not followed.</summary>
    Redirected,

    /// <summary>The BMC answered, and not with what was asked for: not ready, too many requests, an error of its own, no JSON. It is asked again.</summary>
    Busy,

    /// <summary>The BMC did not answer in time or not at all. So does one whose machine has lost both supplies.</summary>
    Unreachable,

    /// <summary>No BMC is configured for this host, or its address is outside the configured networks.</summary>
    NotConfigured,
}
