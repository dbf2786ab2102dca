namespace NovaFence.Sandbox;

/// <summary>What goes wrong.</summary>
public enum FaultKind
{
    /// <summary>Nothing but the delay: a service that hangs, and then answers.</summary>
    None,

    /// <summary>The connection is cut before anything was done. To a client as good as a service that is not there.</summary>
    Dropped,

    /// <summary>What was asked is done, and then the connection is cut without a reply.</summary>
    ReplyLost,

    /// <summary>MariaDB is down. Nova: 500 <c>computeFault</c> once it has understood the request. Keystone: cuts the connection.</summary>
    DatabaseDown,

    /// <summary>502 and HTML, as from a proxy in front whose backend has gone.</summary>
    BadGateway,

    /// <summary>503 and HTML, as from a proxy in front that has no backend left.</summary>
    Unavailable,

    /// <summary>504 and HTML, as from a proxy in front that has waited long enough.</summary>
    GatewayTimeout,
}
