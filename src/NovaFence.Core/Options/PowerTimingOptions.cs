using System.ComponentModel.DataAnnotations;

namespace NovaFence.Core.Options;

/// <summary>The part of <c>NovaFence:Power</c> that decides: when two answers of a BMC are proof that a machine is off, and whether one may be switched off.</summary>
public sealed class PowerTimingOptions
{
    /// <summary>
    /// How far apart two answers <c>Off</c> have to be, where the machine was found off: the second question is sent so long after the first was answered.
    /// 1 s to 30 s; default 3 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:30")]
    public TimeSpan ReadBack { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>The same where the machine was seen to be going off: BMCs say <c>Off</c> before the last capacitor is empty. 1 s to 60 s; default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan ReadBackAfterChange { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How far apart the two may be at most: in between nobody looked. 5 s to 5 min, and longer than both above; default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:05:00")]
    public TimeSpan ReadBackWithin { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How old the second answer may be when the PUT is sent: after that it says nothing any more. 5 s to 2 min; default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:02:00")]
    public TimeSpan UsedWithin { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a machine is asked whose answers prove nothing yet; six times as seldom once that has gone on for two minutes. 1 s to 5 min; default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan ReadEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether machines may be switched off (Redfish's <c>ForceOff</c>) for alerts of routes with <see cref="RouteOptions.PowerOff"/>. Default <c>false</c>: then such a
    /// route stops the start. Nothing else switches a machine off, and nothing switches one on.
    /// </summary>
    public bool AllowOff { get; set; }
}
