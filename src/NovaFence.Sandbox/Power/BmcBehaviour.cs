namespace NovaFence.Sandbox;

/// <summary>How a BMC answers. Each was seen on real ones; https://redfish.dmtf.org/schemas/DSP0266_1.20.1.html says what is meant.</summary>
public enum BmcBehaviour
{
    /// <summary>As the specification has it.</summary>
    Normal,

    /// <summary>Each answer takes three seconds.</summary>
    Slow,

    /// <summary>A request is taken and never answered.</summary>
    Hang,

    /// <summary>503 with <c>Retry-After</c> to everything, as while its own software is updated.</summary>
    Busy,

    /// <summary>400 with <c>Base.GeneralError</c> to everything, as after its own start, before it knows its machine.</summary>
    NotReady,

    /// <summary>401 to whatever is shown, as with another password.</summary>
    RefusesCredentials,

    /// <summary>401 to Basic: sessions alone are taken.</summary>
    SessionsOnly,

    /// <summary>403 to everything but the service root: the account may read nothing.</summary>
    Forbidden,

    /// <summary>It tells a UUID and a serial number that are not its machine's, as after a mainboard was replaced.</summary>
    WrongIdentity,

    /// <summary>Every second read of the system is that of another machine, as where two BMCs have one address.</summary>
    Swapped,

    /// <summary>Its system is Off, On and Off again in three reads, whatever the machine does.</summary>
    OffOnOff,

    /// <summary>It tells no <c>PowerState</c>.</summary>
    NoState,

    /// <summary>It tells Off of a machine that runs.</summary>
    LiesOff,

    /// <summary>302 to everything, as a proxy does that wants a person to sign in.</summary>
    Redirects,

    /// <summary>200 and HTML to everything.</summary>
    Html,

    /// <summary>It takes a power-off, answers 2xx and does nothing.</summary>
    IgnoresReset,

    /// <summary>It has its power from the machine's supplies, and answers nothing while the machine is off.</summary>
    DeadWithHost,
}
