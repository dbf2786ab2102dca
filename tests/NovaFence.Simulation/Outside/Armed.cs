namespace NovaFence.Simulation.Outside;

/// <summary>Faults that wait for the calls they will happen to, and outages that last a while.</summary>
internal sealed class Armed<T>(Time.SimulatedClock clock)
    where T : struct, Enum
{
    private readonly List<(T Fault, TimeSpan Time)> _waiting = [];
    private readonly List<(int? Slot, DateTimeOffset Until)> _outages = [];

    internal void Arm(T fault, TimeSpan time) => _waiting.Add((fault, time));

    /// <summary>For one instance, or for all of them, nothing can be reached for a while.</summary>
    internal void BeAway(int? slot, TimeSpan time) => _outages.Add((slot, clock.Now + time));

    internal bool IsAway(int slot) => _outages.Exists(outage => (outage.Slot ?? slot) == slot && outage.Until > clock.Now);

    /// <summary>The first fault for a call of this kind; it happens once.</summary>
    internal (T? Fault, TimeSpan Time) Take(Predicate<T> fits)
    {
        var index = _waiting.FindIndex(waiting => fits(waiting.Fault));
        if (index < 0)
            return (null, default);
        var taken = _waiting[index];
        _waiting.RemoveAt(index);
        return taken;
    }

    internal void Stop()
    {
        _waiting.Clear();
        _outages.Clear();
    }
}
