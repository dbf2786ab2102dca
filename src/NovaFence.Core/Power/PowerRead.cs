namespace NovaFence.Core.Power;

/// <summary>One answer about a machine's power.</summary>
/// <param name="Reading">What it came to.</param>
/// <param name="Began">When the question was sent, by our clock.</param>
/// <param name="Ended">When the answer was complete, by our clock.</param>
/// <param name="Facts">What the BMC said or why it was not believed, in a few words for people; no credentials and no address with them.</param>
public sealed record PowerRead(PowerReading Reading, DateTimeOffset Began, DateTimeOffset Ended, string Facts);
