using NovaFence.Simulation.Histories;
using NovaFence.Simulation.Outside;
using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Sentences;

/// <summary>11. Under <c>power:off</c> no force-down while the machine ran within the read-back window.</summary>
internal sealed class OffWhenForcedDown : Sentence
{
    /// <summary>A tenth less than <c>Power:ReadBack</c>, <c>ReadBackWithin</c> and <c>UsedWithin</c> and a tenth more: moments are looked at in steps of that.</summary>
    private static readonly TimeSpan ReadBack = TimeSpan.FromSeconds(2.9);
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(30.1);
    private static readonly TimeSpan UsedWithin = TimeSpan.FromSeconds(15.1);

    /// <summary>The longest that a slow BMC takes from what it saw to its answer.</summary>
    private static readonly TimeSpan AnswerTakes = TimeSpan.FromSeconds(9.6);

    internal override int Number => 11;

    protected override string? Check(Past past, IReadOnlyList<HostPast> hosts)
    {
        if (!past.History.Setup.HasPower)
            return null;
        foreach (var host in hosts)
        {
            foreach (var put in host.Puts)
            {
                if (put.Down && host.IntentOf(put) is { } intent && WantsPower(past, host, intent, put) && !WasOff(host.Host.Machine, put.At))
                    return $"{host.Name} was forced down by {put.By} at {At(put.At - past.World.Clock.Start)}, and its machine was {host.Host.Machine.At(put.At)}";
            }
        }

        return null;
    }

    /// <summary>One answer of two may be a lie: then the other was none, and is as much older as the two may be apart.</summary>
    private static bool WasOff(Machine machine, DateTimeOffset now) =>
        machine.Bmc == Bmc.Lying
            ? machine.WasOffTwice(now, TimeSpan.Zero, Within, UsedWithin + Within)
            : machine.WasOffTwice(now, ReadBack, Within, UsedWithin + AnswerTakes);

    /// <summary>Whether nothing but alerts of the route that asks for it can have forced the host down, and it was not down before.</summary>
    private static bool WantsPower(Past past, HostPast host, HostPast.Version intent, Put put) =>
        !host.IsAnOperatorsDown(intent.Number)
        && (intent.Before ?? intent.Row) is { DownSince: null }
        && host.Alerts.Where(alert => ForcedDownForAReason.Vouches(host, alert, intent.Number, put.At - host.Time(TimeSpan.Zero), put.By))
            .All(alert => (alert.Alert.Kind == AlertKind.Healthy || (past.History.Setup.SwitchesOff && alert.Alert.Kind == AlertKind.Labelled)) && !alert.Handings.Exists(handing => handing.IsOfTheFrontRoute));
}
