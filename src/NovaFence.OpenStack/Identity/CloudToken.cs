using NovaFence.OpenStack.Compute;

namespace NovaFence.OpenStack.Identity;

/// <summary>A token and what came with it. A class, not a record: nothing prints it.</summary>
/// <param name="value">What goes into <c>X-Auth-Token</c>.</param>
/// <param name="issuedAt">When it was asked for, by our clock.</param>
/// <param name="expiresAt">When it ends, by our clock.</param>
/// <param name="compute">The compute endpoint its catalog gives us.</param>
/// <param name="clockAhead">How far Keystone's clock was ahead of ours when it issued the token; null when that could not be told.</param>
/// <param name="issuedStamp">When it was asked for, as <see cref="TimeProvider.GetTimestamp"/> says it.</param>
internal sealed class CloudToken(string value, DateTimeOffset issuedAt, DateTimeOffset expiresAt, EndpointChoice compute, TimeSpan? clockAhead, long issuedStamp)
{
    public string Value { get; } = value;

    public DateTimeOffset IssuedAt { get; } = issuedAt;

    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    public EndpointChoice Compute { get; } = compute;

    /// <summary>How far Keystone's clock was ahead of ours when it issued the token; negative where it was behind, null when that could not be told.</summary>
    public TimeSpan? ClockAhead { get; } = clockAhead;

    /// <summary>
    /// How far Keystone's clock is ahead of ours now. Ours may have been put forward or back since: by as much as it shows more, or less, than has passed. Taken
    /// as it was then, each report would be older by that, and a host that lives would pass for dead.
    /// </summary>
    public TimeSpan? ClockAheadNow(TimeProvider time) => ClockAhead - (time.GetUtcNow() - IssuedAt - time.GetElapsedTime(issuedStamp));

    /// <summary>When to replace it: a while before it expires, yet not before half its life.</summary>
    public DateTimeOffset RefreshAt(TimeSpan ahead)
    {
        var half = (ExpiresAt - IssuedAt) / 2;
        return ExpiresAt - (ahead < half ? ahead : half);
    }
}
