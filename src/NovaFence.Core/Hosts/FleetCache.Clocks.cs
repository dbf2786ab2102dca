using Microsoft.Extensions.Logging;
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

    /// <summary>Whether our clock has leapt since that listing was there, so that it may be hours old.</summary>
    internal bool HasLeaptSince(Fleet look) => look.Timestamp is { } timestamp && clock is SteadyClock steady && steady.HasLeaptSince(timestamp);

    /// <summary>Lists where our clock has leapt and no listing has said since what time it is. Nothing is to be dated before that.</summary>
    /// <param name="cancellationToken">The caller's.</param>
    /// <param name="within">The longest time for it, where that is less than a look is given.</param>
    /// <returns>By how much that has put our time forward, or back.</returns>
    internal async Task<TimeSpan> AskTheTimeAsync(CancellationToken cancellationToken, TimeSpan? within = null)
    {
        if (clock is not SteadyClock { IsInDoubt: true })
            return TimeSpan.Zero;
        var (before, timestamp) = (clock.GetUtcNow(), clock.GetTimestamp());
        await LookAsync(before, within < Patience ? within.Value : Patience, cancellationToken);
        var put = clock.GetUtcNow() - before - clock.GetElapsedTime(timestamp);
        return put.Duration() > Fleet.MaxClockDifference ? put : TimeSpan.Zero;
    }

    /// <summary>The fleet of a listing, by our clock as that is put right by it where it had leapt.</summary>
    private Fleet Dated(CloudListing.Listed listed, DateTimeOffset began)
    {
        var (ended, timestamp) = (clock.GetUtcNow(), clock.GetTimestamp());
        var fleet = Fleet.Listed(listed.Services, began, ended, listed.ClockAhead, timestamp);
        if (clock is not SteadyClock steady)
            return fleet;
        var (isNews, leapt) = (steady.IsInDoubt, steady.Leapt);
        var by = steady.Told(listed.ClockAhead is null ? null : fleet.SharedNow(ended));
        var left = steady.Leapt;
        if (isNews)
            Log.Leapt(logger, leapt, left == TimeSpan.Zero);
        return by == TimeSpan.Zero && left == TimeSpan.Zero ? fleet : Fleet.Listed(listed.Services, began + by, ended + by, listed.ClockAhead - by, timestamp, left);
    }

    /// <summary>
    /// When an event happens that is written now: by our clock, and by the cloud's where ours is further ahead of it than clocks may differ. An event stays as it was written: from a leap it would stand behind
    /// everything that happens until then, and be told as the last that became of its host.
    /// </summary>
    /// <param name="now">Now, by our clock; no other moment.</param>
    internal DateTimeOffset EventNow(DateTimeOffset now) => SharedNow(now) is var shared && options.Fencing.IsAhead(now, shared) ? shared : now;

    private static partial class Log
    {
        [LoggerMessage(1106, LogLevel.Warning, "This machine's clock has leapt, and differs by {Leapt} from what time has passed since. It is followed: {IsFollowed}. Where it is not, the cloud's clock says that it is wrong, and NovaFence goes by the time that has passed until it is put right")]
        internal static partial void Leapt(ILogger logger, TimeSpan leapt, bool isFollowed);
    }
}
