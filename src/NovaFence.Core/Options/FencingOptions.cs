using System.ComponentModel.DataAnnotations;

namespace NovaFence.Core.Options;

/// <summary><c>NovaFence:Fencing</c>: limits of deciding and acting.</summary>
public sealed class FencingOptions
{
    /// <summary>
    /// How old a firing event that tells of a moment (PagerDuty) may be. Older ones are held: the host may long be back. 1 s to 48 h
    /// (PagerDuty's longest delay); default 15 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "2.00:00:00")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// How far ahead of our clock an event may be. Further ones of a sender that tells of moments (PagerDuty) are held and not taken into the record: they
    /// would outlive every later, true event of the same alert. An end further ahead counts as of its receipt. 0 to 1 h; default 5 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan MaxClockSkew { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long an instance that wrote an intent has the host to itself. Another takes over when it has passed, so it must be longer than a
    /// PUT with its retries. 10 s to 5 min; default 20 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:10", "00:05:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The longest that any instance may be configured with.</summary>
    internal static readonly TimeSpan LongestLease = TimeSpan.FromMinutes(5);

    /// <summary>Longest time for one PUT with its retries; shorter than <see cref="Lease"/>. 1 s to 1 min; default 8 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan PutDeadline { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// What of the sender's patience is kept for writing the outcome after the PUT. 0 to 5 s; default 500 ms.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:05")]
    public TimeSpan OutcomeReserve { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Whether a host that is forced down is disabled too, in the same PUT, and enabled again with the unset. Red Hat's instanceha takes a host that is
    /// forced down and enabled for one that it has finished with, and unsets it: see <c>docs/coexistence.md</c>. One that somebody else has disabled stays as it is. Needs
    /// microversion 2.53; on an older cloud it is left out. Default false.
    /// </summary>
    public bool Disable { get; set; }

    /// <summary>PUTs under way at once, over all deliveries of this process, and as many questions for evacuations. 1 to 64; default 8.</summary>
    [Range(1, 64)]
    public int MaxParallelPuts { get; set; } = 8;

    /// <summary>Shortest time between two listings that an unknown host name may cause. 1 s to 10 min; default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan MinListInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// By so much clocks of instances may differ, so that a moment of the ledger which is further ahead than that was written by a clock that was ahead:
    /// <see cref="MaxClockSkew"/>, and a minute at least.
    /// </summary>
    internal TimeSpan ClockTolerance => MaxClockSkew > TimeSpan.FromMinutes(1) ? MaxClockSkew : TimeSpan.FromMinutes(1);

    /// <summary>Whether a moment of the ledger is further ahead of another than that: then a clock wrote it that was ahead.</summary>
    internal bool IsAhead(DateTimeOffset? at, DateTimeOffset of) => at > of + ClockTolerance;
}
