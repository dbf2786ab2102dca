using System.ComponentModel.DataAnnotations;

namespace NovaFence.Core.Options;

/// <summary>
/// <c>NovaFence:Storm</c>: the breaker that opens when so many hosts alert that the network or the monitoring is likelier to be broken than they
/// are. It counts hosts of Nova's whose alerts a route takes, for as long as these fire or are held.
/// </summary>
public sealed class StormOptions
{
    /// <summary>For how long after its alert was last heard a host still counts; while that fires or is held it does in any case. 1 s to 24 h; default 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The share of the fleet that may alert at once. Above 0, up to 1; default 0.3.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double MaxShare { get; set; } = 0.3;

    /// <summary>With fewer hosts alerting the breaker stays closed, however small the fleet. 1 to 500; default 5.</summary>
    [Range(1, 500)]
    public int MinHosts { get; set; } = 5;
}
