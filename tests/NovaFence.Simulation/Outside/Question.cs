using NovaFence.Simulation.Instances;

namespace NovaFence.Simulation.Outside;

/// <summary>An instance asked for the evacuations from a host, and Nova answered.</summary>
/// <param name="Number">When Nova looked, in the order of everything that happened.</param>
/// <param name="At">When Nova looked.</param>
/// <param name="By">Who asked.</param>
/// <param name="Host">The host.</param>
internal sealed record Question(long Number, DateTimeOffset At, Instance By, string Host);
