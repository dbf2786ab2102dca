namespace NovaFence.Sandbox;

/// <summary>What Nova runs under, as far as a client notices.</summary>
public enum WebServer
{
    /// <summary>Keeps connections open and tells each body's length.</summary>
    Eventlet,

    /// <summary>
    /// Debian's: HTTP/1.1 with neither Content-Length nor <c>Connection: close</c>, and then it closes. A client that keeps the connection
    /// after a 204 holds a dead one.
    /// </summary>
    Uwsgi,
}
