namespace NovaFence.Core.Power;

/// <summary>What Prometheus' raw samples say of a condition.</summary>
/// <param name="Holds">True: at least two samples, all of them satisfy it, and the newest is young enough. Null: it could not be asked.</param>
/// <param name="Began">When the question was sent, by our clock.</param>
/// <param name="Ended">When the answer was complete, by our clock.</param>
/// <param name="Facts">What was found, in a few words for people.</param>
public sealed record SampleRead(bool? Holds, DateTimeOffset Began, DateTimeOffset Ended, string Facts);
