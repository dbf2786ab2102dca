using NovaFence.Core.Alerts;
using NovaFence.Simulation.Histories;
using NovaFence.Simulation.Instances;

namespace NovaFence.Simulation.Running;

/// <summary>The alert that always fires: Alertmanager sends it again and again, and for a while it does not.</summary>
internal sealed class Monitoring(World world)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private TimeSpan _silentUntil = TimeSpan.MinValue;

    /// <summary>When it was given to an instance, in the order of everything that happened, and from the history's beginning.</summary>
    internal List<(long Number, TimeSpan At)> Given { get; } = [];

    /// <summary>It is sent from now on.</summary>
    internal void Begin()
    {
        if (!world.History.Setup.HasWatchdog)
            return;
        if ((world.IsEnding || world.Elapsed >= _silentUntil) && world.At(world.AnySlot()) is { } instance)
            Give(instance);
        world.Clock.In(Interval, Begin);
    }

    /// <summary>Nobody hears of it for that long.</summary>
    internal void BeSilent(TimeSpan time) => _silentUntil = world.Elapsed + time;

    private void Give(Instance instance)
    {
        Given.Add((world.NextNumber(), world.Elapsed));
        var alert = new AlertEvent
        {
            Receiver = "alertmanager",
            Fingerprint = "watchdog",
            Status = AlertStatus.Firing,
            At = world.Clock.Start,
            ReceivedAt = world.Clock.Now + instance.Ahead,
            Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["alertname"] = Setup.Watchdog },
        };
        instance.Do(async () => await instance.Fencer.DeliverAsync([alert], Patience, CancellationToken.None));
    }
}
