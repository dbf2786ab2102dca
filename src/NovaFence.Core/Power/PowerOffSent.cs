using System.Text.Json.Serialization;

namespace NovaFence.Core.Power;

/// <summary>That a BMC was told to switch its machine off. It is in the ledger before the request is sent.</summary>
/// <param name="Attempt">The attempt that did it.</param>
/// <param name="At">When, UTC.</param>
/// <param name="MayActUntil">Until when the machine may go off because of it, UTC; not after <paramref name="At"/> where the BMC would not.</param>
public sealed record PowerOffSent(string Attempt, DateTimeOffset At, DateTimeOffset MayActUntil)
{
    /// <summary>For so long after its answer, or after the attempt's time, a BMC may still act on what it was sent.</summary>
    public static readonly TimeSpan ActsWithin = TimeSpan.FromSeconds(120);

    /// <summary>No BMC is told again before, by whichever instance.</summary>
    public static readonly TimeSpan NotAgainFor = TimeSpan.FromMinutes(10);

    /// <summary>For so long one attempt has its host to itself.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    /// <summary>How long one attempt takes at most, so that it is over before its lease.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromSeconds(45);

    /// <summary>Most characters of <see cref="Said"/>.</summary>
    private const int MostSaid = 100;

    /// <summary>True where the BMC would not: the machine does not go off because of it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Refused { get; init; }

    /// <summary>What the BMC said to it, for a person; null where it is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Said { get; init => field = value is { Length: > MostSaid } ? value[..MostSaid] : value; }
}
