using System.ComponentModel.DataAnnotations;

namespace NovaFence.Http.Options;

/// <summary><c>NovaFence:Connections</c>: how many connections <c>novafence serve</c> holds, and for how long. Azure Functions has limits of its own.</summary>
public sealed class ConnectionsOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "NovaFence:Connections";

    /// <summary>
    /// Most connections at a time. When another one comes, one without an authentic request under way is closed for it, of the address that has most (addresses
    /// from which an authentic request came within the last hour come after all others), the one unused for longest first; where there is none, the new one is
    /// closed. 8 to 100,000, and less than the process may have open files; default 0: half of the
    /// files that the process may have open, and no more than are left by everything else it has open; from 4 to 1,024.
    /// </summary>
    [Range(0, 100_000)]
    public int Max { get; set; }

    /// <summary>
    /// Most connections of one address, IPv6 by its first 64 bits, in the same way. 1 to 100,000; default 0: an eighth of <see cref="Max"/>.
    /// </summary>
    [Range(0, 100_000)]
    public int MaxPerAddress { get; set; }

    /// <summary>
    /// Addresses or networks (<c>10.0.0.0/24</c>) of proxies, to which <see cref="MaxPerAddress"/> does not apply: all clients come from there. None by
    /// default, loopback neither.
    /// </summary>
    public IList<string> Proxies { get; } = [];

    /// <summary>How long the head of a request may take. 1 s to 1 min; default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan HeaderTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a connection is kept between two requests. 1 s to 10 min; default 20 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Fewest bytes of a body in a second, after its first 2 s. 1 to 1,000,000; default 1,024. A slower one is answered 503.</summary>
    [Range(1, 1_000_000)]
    public int MinBodyRate { get; set; } = 1024;
}
