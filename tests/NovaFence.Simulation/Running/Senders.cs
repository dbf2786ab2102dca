using NovaFence.Core.Fencing;
using NovaFence.Simulation.Histories;

namespace NovaFence.Simulation.Running;

/// <summary>Alertmanager and PagerDuty: they deliver, and deliver again, to any instance, until they are answered 2xx.</summary>
internal sealed class Senders(World world)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private readonly List<Sending> _sendings = [];

    /// <summary>Every alert that was given to an instance.</summary>
    internal List<Handing> Handings { get; } = [];

    internal IEnumerable<Sending> Owed => _sendings.Where(sending => !sending.IsSettled);

    internal void Send(int slot, IReadOnlyList<Said> alerts)
    {
        var sending = new Sending(alerts);
        _sendings.Add(sending);
        Give(sending, slot);
    }

    /// <summary>What is owed is given once more, each to any instance.</summary>
    internal void RepeatOwed()
    {
        foreach (var sending in Owed.ToList())
            Give(sending, world.AnySlot());
    }

    /// <summary>Alertmanager tells of what still fires, again and again. PagerDuty does not.</summary>
    internal void RepeatFiring()
    {
        var newest = Handings.Where(handing => !handing.Said.IsFromTheFuture(handing.At)).GroupBy(handing => handing.Said.Alert)
            .Select(events => events.Aggregate((one, other) => one.Said.IsNewerThan(other.Said) ? one : other).Said)
            .Where(said => said.IsFiring && said.Alert.Kind != AlertKind.Paged)
            .ToList();
        foreach (var said in newest)
            Send(world.AnySlot(), [said]);
    }

    private void Give(Sending sending, int slot)
    {
        sending.Tries++;
        if (world.At(slot) is not { } instance)
        {
            world.Tell($"nobody takes {string.Join(" and ", sending.Alerts)}");
            RepeatLater(sending);
            return;
        }

        var handings = sending.Alerts.Select(said => new Handing(world.NextNumber(), world.Elapsed, said)).ToList();
        Handings.AddRange(handings);
        world.Tell($"{instance} is told {string.Join(" and ", sending.Alerts)}{(sending.Tries > 1 ? " once more" : "")}");
        var events = sending.Alerts.Select(said => said.Event(world.Clock.Start, world.Clock.Now)).ToList();
        instance.Do(async () =>
        {
            var delivery = await instance.Fencer.DeliverAsync(events, Patience, CancellationToken.None);
            Answered(sending, handings, delivery);
            world.Tell($"{instance} answers {(delivery.MustBeRepeated ? 503 : 200)}: {string.Join(" | ", delivery.Outcomes.Select(outcome => $"{outcome.Fingerprint} {outcome.Verdict}: {outcome.Reason}"))}");
        });
        // Where no answer comes, because the instance crashed, the sender gives up and tries again.
        var tries = sending.Tries;
        world.Clock.In(Patience + TimeSpan.FromSeconds(1), () =>
        {
            if (sending.Tries == tries)
                RepeatLater(sending);
        });
    }

    private void Answered(Sending sending, List<Handing> handings, DeliveryOutcome delivery)
    {
        var settled = !delivery.MustBeRepeated;
        foreach (var (handing, outcome) in handings.Zip(delivery.Outcomes))
        {
            handing.Answer(world.NextNumber(), outcome, settled, world.Ledger.Rows);
            world.Said("an answer", outcome.Reason);
        }

        if (settled)
            sending.IsSettled = true;
        else
            RepeatLater(sending);
    }

    private void RepeatLater(Sending sending)
    {
        var tries = sending.Tries;
        world.Clock.In(TimeSpan.FromMilliseconds(world.Random.Next(100, 4000)), () =>
        {
            if (!sending.IsSettled && sending.Tries == tries && !world.IsEnding)
                Give(sending, world.AnySlot());
        });
    }
}
