using NovaFence.Simulation.Instances;

namespace NovaFence.Simulation.Outside;

/// <summary>That a BMC was told to switch its machine off.</summary>
/// <param name="Number">When, in the order of everything that happened.</param>
/// <param name="At">When.</param>
/// <param name="By">By whom.</param>
/// <param name="MayAct">Whether the machine may go off because of it.</param>
internal sealed record Told(long Number, DateTimeOffset At, Instance By, bool MayAct);
