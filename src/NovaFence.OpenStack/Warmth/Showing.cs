namespace NovaFence.OpenStack.Warmth;

/// <summary>One token shown to Nova's workers.</summary>
/// <param name="At">When it was done.</param>
/// <param name="Requests">How many requests that took.</param>
/// <param name="Accepted">How many of them Nova answered as it answers to a token it accepts.</param>
/// <param name="Refused">How many it answered with 401.</param>
/// <param name="Slowest">The slowest of the last burst.</param>
/// <param name="AllFast">The last burst found no worker that still had to validate the token.</param>
internal sealed record Showing(DateTimeOffset At, int Requests, int Accepted, int Refused, TimeSpan Slowest, bool AllFast);
