using NovaFence.Core.Options;

namespace NovaFence.Core.Hosts;

/// <summary>
/// What moments of the ledger can be, now that they are read. A clock that was ahead wrote later ones: nothing has happened later than now, and nothing lasts longer
/// from now than it would have from when it was written.
/// </summary>
internal sealed class Moments(DateTimeOffset now, NovaFenceOptions options)
{
    /// <summary>Now, UTC.</summary>
    internal DateTimeOffset Now => now;

    /// <summary>
    /// How long the record's attempt has its host to itself at most: as it was written, by whatever clock, since an instance that is configured otherwise may have written it.
    /// </summary>
    internal TimeSpan LeaseOf(HostRecord record)
    {
        var own = options.Fencing.Lease > Power.PowerOffSent.Lease ? options.Fencing.Lease : Power.PowerOffSent.Lease;
        return record.LeaseOfAttempt is { } written && written > own ? written : own;
    }

    /// <summary>
    /// Until when a PUT may still arrive: an attempt that was lost may be sent until its lease ends, and be under way for one more. How long that lease was nobody says any more, so that the longest that
    /// there may be is believed; what is further ahead was written by a clock that was, and counts from now as an own one.
    /// </summary>
    internal DateTimeOffset? Arrives(DateTimeOffset? at) => IsAhead(at, FencingOptions.LongestLease * 2) ? now + (options.Fencing.Lease * 2) : at;

    /// <summary>How long what is tried or looked at again waits at most.</summary>
    internal TimeSpan Waits => HostStateMachine.LongestBackOff + (options.Cloud.ReportInterval * 2) + (options.Power.ReadEvery * 6) + Power.PowerOffSent.Within + Power.PowerOffSent.ActsWithin;

    /// <summary>Whether one was met that cannot be.</summary>
    internal bool HasMetOne { get; private set; }

    /// <summary>Whether it is further ahead than that and than clocks of instances differ.</summary>
    internal bool IsAhead(DateTimeOffset? at, TimeSpan by = default)
    {
        var isAhead = options.Fencing.IsAhead(at, now + by);
        HasMetOne |= isAhead;
        return isAhead;
    }

    /// <summary>When it has happened: now at the latest.</summary>
    internal DateTimeOffset Past(DateTimeOffset at) => IsAhead(at) ? now : at;

    internal DateTimeOffset? Past(DateTimeOffset? at) => IsAhead(at) ? now : at;

    /// <summary>The same of what decides nothing by itself where it comes before something else that has happened: then it comes before everything that is now.</summary>
    internal DateTimeOffset? JustBefore(DateTimeOffset? at) => IsAhead(at) ? now.AddMilliseconds(-1) : at;

    /// <summary>When it ends that lasts so long at most.</summary>
    internal DateTimeOffset Until(DateTimeOffset at, TimeSpan most) => IsAhead(at, most) ? now + most : at;

    internal DateTimeOffset? Until(DateTimeOffset? at, TimeSpan most) => at is { } end ? Until(end, most) : null;

    /// <summary>When it is tried again: at once where that is too far ahead.</summary>
    internal DateTimeOffset? Again(DateTimeOffset? at) => IsAhead(at, Waits) ? now : at;
}
