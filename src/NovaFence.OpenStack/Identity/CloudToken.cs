using NovaFence.OpenStack.Compute;

namespace NovaFence.OpenStack.Identity;

/// <summary>A token and what came with it. A class, not a record: nothing prints it.</summary>
/// <param name="value">What goes into <c>X-Auth-Token</c>.</param>
/// <param name="issuedAt">When it was asked for, by our clock.</param>
/// <param name="expiresAt">When it ends, by our clock.</param>
/// <param name="compute">The compute endpoint its catalog gives us.</param>
/// <param name="clockAhead">How far Keystone's clock was ahead of ours when it issued the token; null when that could not be told.</param>
internal sealed class CloudToken(string value, DateTimeOffset issuedAt, DateTimeOffset expiresAt, EndpointChoice compute, TimeSpan? clockAhead)
{
    public string Value { get; } = value;

    public DateTimeOffset IssuedAt { get; } = issuedAt;

    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    public EndpointChoice Compute { get; } = compute;

    /// <summary>How far Keystone's clock was ahead of ours when it issued the token; negative where it was behind, null when that could not be told.</summary>
    public TimeSpan? ClockAhead { get; } = clockAhead;

    /// <summary>When to replace it: a while before it expires, yet not before half its life.</summary>
    public DateTimeOffset RefreshAt(TimeSpan ahead)
    {
        var half = (ExpiresAt - IssuedAt) / 2;
        return ExpiresAt - (ahead < half ? ahead : half);
    }
}
