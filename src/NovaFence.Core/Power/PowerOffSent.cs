using System.Text.Json.Serialization;

namespace NovaFence.Core.Power;

/// <summary>That a BMC was told to switch its machine off, or was to be told. It is in the ledger before the request is sent.</summary>
/// <param name="Attempt">The attempt that did it.</param>
/// <param name="At">When, UTC: as it was decided, and, once that is known, as the BMC had answered.</param>
/// <param name="MayActUntil">Until when the machine may go off because of it, UTC; not after <paramref name="At"/> where it does not.</param>
public sealed record PowerOffSent(string Attempt, DateTimeOffset At, DateTimeOffset MayActUntil)
{
    /// <summary>For so long after its answer, or after the attempt's time, a BMC may still act on what it was sent.</summary>
    public static readonly TimeSpan ActsWithin = TimeSpan.FromSeconds(120);

    /// <summary>No BMC is told again before, by whichever instance.</summary>
    public static readonly TimeSpan NotAgainFor = TimeSpan.FromMinutes(10);

    /// <summary>What was not sent, because something was not as it has to be, is not tried again before.</summary>
    public static readonly TimeSpan NotTriedAgainFor = TimeSpan.FromSeconds(30);

    /// <summary>For so long one attempt has its host to itself.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    /// <summary>How long one attempt takes at most, so that it is over before its lease.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromSeconds(45);

    /// <summary>How long after it was asked for the last time whether it is meant the BMC is told at the latest: a pause may have come since.</summary>
    public static readonly TimeSpan MeantFor = TimeSpan.FromSeconds(5);

    /// <summary>Most characters of <see cref="Said"/>.</summary>
    private const int MostSaid = 100;

    /// <summary>True where the machine does not go off because of it: nothing was sent, or the BMC would not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Refused { get; init; }

    /// <summary>When the BMC may be told again, UTC, where that is not <see cref="NotAgainFor"/> after <see cref="At"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? AgainAt { get; init; }

    /// <summary>What the BMC said to it, or why it was not told, for a person; null where it is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Said { get; init => field = value is { Length: > MostSaid } ? value[..MostSaid] : value; }

    /// <summary>When the BMC may be told again, UTC.</summary>
    [JsonIgnore]
    public DateTimeOffset NotBefore => AgainAt ?? At + NotAgainFor;
}
