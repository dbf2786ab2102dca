using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NovaFence.Sandbox;

/// <summary>The BMC of one compute host, on a port of its own at 127.0.0.1, over HTTPS.</summary>
/// <remarks>Everything may be called from any thread, while requests are under way.</remarks>
public sealed class SandboxBmc
{
    private int _reads;

    internal SandboxBmc(string host, int number)
    {
        Host = host;
        Serial = string.Create(CultureInfo.InvariantCulture, $"SBX{number:0000}{Digits(host)}");
        Uuid = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes("novafence sandbox " + host))[..16]);
    }

    /// <summary>The compute host that it belongs to.</summary>
    public string Host { get; }

    /// <summary>Its port.</summary>
    public int Port { get; internal set; }

    /// <summary>Its address.</summary>
    public Uri Url => new($"https://127.0.0.1:{Port}/");

    /// <summary>The serial number that it tells; that of its machine, the same in every sandbox.</summary>
    public string Serial { get; set; }

    /// <summary>The UUID that it tells.</summary>
    public Guid Uuid { get; set; }

    /// <summary>How it answers. Default: <see cref="BmcBehaviour.Normal"/>. Set, it begins anew.</summary>
    public BmcBehaviour Behaviour
    {
        get;
        set
        {
            Interlocked.Exchange(ref _reads, 0);
            field = value;
        }
    }

    /// <summary>
    /// For how long after the power was taken away it says <c>PoweringOff</c>. Default: not at all. For as long <c>PoweringOn</c> is told after it came back.
    /// </summary>
    public TimeSpan SwitchingTime { get; set; }

    /// <summary>What a power-off of a machine that is off is answered: 409 as Dell's do (default), 400 as HPE's, or 204.</summary>
    public int OffWhenOffStatus { get; set; } = 409;

    /// <summary>The <c>ResetType</c> that it lists. Default: those of most.</summary>
    public IReadOnlyList<string> ResetTypes { get; set; } = ["On", "ForceOff", "GracefulShutdown", "GracefulRestart", "ForceRestart", "Nmi", "PushPowerButton"];

    /// <summary>Further systems that it has, as a chassis with several; their serial numbers, UUIDs and power.</summary>
    public IReadOnlyList<(string Serial, string Uuid, string PowerState)> Others { get; set; } = [];

    /// <summary>Asked about every request before anything else; its answer, if it gives one, is sent instead. It may wait; the token ends when the client gives up.</summary>
    public Func<SandboxRequest, CancellationToken, ValueTask<BmcAnswer?>>? OnRequest { get; set; }

    /// <summary>What reached it.</summary>
    public RequestLog Requests { get; } = new();

    /// <summary>Sessions that were opened and not ended.</summary>
    public int OpenSessions { get; internal set; }

    /// <summary>Power-offs that it has taken.</summary>
    public int Resets { get; internal set; }

    /// <summary>The path of its system, which the others have as well.</summary>
    public const string SystemPath = "/redfish/v1/Systems/1";

    /// <summary>Counts a read of its system, from 0.</summary>
    internal int NextRead() => Interlocked.Increment(ref _reads) - 1;

    private static string Digits(string host) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(host)))[..5];
}

/// <summary>An answer that a BMC is to give.</summary>
/// <param name="Status">The status; 0 cuts the connection.</param>
/// <param name="Body">The body.</param>
/// <param name="ContentType">What it is said to be.</param>
public sealed record BmcAnswer(int Status, string Body = "", string ContentType = "application/json")
{
    /// <summary>Headers, such as <c>Location</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}
