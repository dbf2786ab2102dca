using NovaFence.Core.Cloud;

namespace NovaFence.Core.Hosts;

/// <content>What the last listing tells of our clock.</content>
internal sealed partial class FleetCache
{
    /// <summary>Now by the cloud's clock where ours is wrong: <see cref="Fleet.SharedNow"/>, also where ours has leapt since the last listing.</summary>
    /// <param name="now">Now, by our clock; no other moment.</param>
    internal DateTimeOffset SharedNow(DateTimeOffset now)
    {
        var listed = Current;
        var leapt = listed.Timestamp is { } timestamp ? now - listed.EndedAt - clock.GetElapsedTime(timestamp) : TimeSpan.Zero;
        return listed.SharedNow(leapt.Duration() > Fleet.MaxClockDifference ? now - leapt : now);
    }

    /// <summary>
    /// When an event happens that is written now: by our clock, and by the cloud's where ours is further ahead of it than clocks may differ. An event stays as it was written: from a leap it would stand behind
    /// everything that happens until then, and be told as the last that became of its host.
    /// </summary>
    /// <param name="now">Now, by our clock; no other moment.</param>
    internal DateTimeOffset EventNow(DateTimeOffset now) => SharedNow(now) is var shared && options.Fencing.IsAhead(now, shared) ? shared : now;
}
