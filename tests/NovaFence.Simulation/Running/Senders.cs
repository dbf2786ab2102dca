using NovaFence.Core.Hosts;
using NovaFence.Simulation.Histories;

namespace NovaFence.Simulation.Running;

/// <summary>
/// Alertmanagers and PagerDuty. PagerDuty delivers until it is answered 2xx. An Alertmanager has a notification log: what was answered 2xx it does not
/// repeat for hours, unless the group changed; of what was never answered 2xx it sends no resolved; and of one group one flush is under way at a time.
/// </summary>
internal sealed class Senders(World world)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan GroupInterval = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RepeatInterval = TimeSpan.FromHours(4);

    private readonly List<Sending> _sendings = [];
    private readonly Dictionary<(int Peer, string Group), Queue<Sending>> _groups = [];
    private readonly Dictionary<(int Peer, Alert Alert), Said> _heard = [];
    private readonly Dictionary<(int Peer, Alert Alert), (Said Said, TimeSpan At)> _notified = [];
    private readonly HashSet<Alert> _firedAndAnswered = [];

    /// <summary>Every alert that was given to an instance.</summary>
    internal List<Handing> Handings { get; } = [];

    internal IEnumerable<Sending> Owed => _sendings.Where(sending => sending is { IsOver: false, Tries: > 0 });

    internal void Hear(int slot, IReadOnlyList<Said> alerts, int peer, bool groupChanged)
    {
        foreach (var said in alerts)
            _heard[(peer, said.Alert)] = said;
        var sending = new Sending(world.Elapsed, alerts, peer, groupChanged);
        if (alerts[0].Alert.TellsOfMoments)
        {
            _sendings.Add(sending);
            Give(sending, slot);
            return;
        }

        var group = Group(sending);
        group.Enqueue(sending);
        if (group.Count == 1)
            Flush(group, slot);
    }

    /// <summary>What is owed is given once more, each to any instance.</summary>
    internal void RepeatOwed()
    {
        foreach (var sending in Owed.ToList())
            Give(sending, world.AnySlot());
    }

    private Queue<Sending> Group(Sending sending)
    {
        var key = (sending.Peer, sending.Alerts.Count > 1 ? "*" : sending.Alerts[0].Alert.Host);
        if (!_groups.TryGetValue(key, out var group))
            _groups.Add(key, group = new Queue<Sending>());
        return group;
    }

    /// <summary>Begins the first of a group's flushes that has anything to tell.</summary>
    private void Flush(Queue<Sending> group, int slot)
    {
        while (group.TryPeek(out var sending))
        {
            sending.Alerts = sending.Alerts.Where(said => IsToBeSent(sending, said)).ToList();
            if (sending.Alerts.Count > 0)
            {
                sending.Begun = world.Elapsed;
                _sendings.Add(sending);
                Give(sending, slot);
                return;
            }

            group.Dequeue();
        }
    }

    private bool IsToBeSent(Sending sending, Said said)
    {
        if (!said.IsFiring && !_firedAndAnswered.Contains(said.Alert))
            return false;
        return sending.GroupChanged || !_notified.TryGetValue((sending.Peer, said.Alert), out var told) || told.Said.Status != said.Status || world.Elapsed - told.At >= RepeatInterval;
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

        var handings = sending.Alerts.Select(said => new Handing(world.NextNumber(), world.Elapsed, said, instance.Setup.Routes, instance.Observes)).ToList();
        Handings.AddRange(handings);
        world.Tell($"{instance} is told {string.Join(" and ", sending.Alerts)}{(sending.Tries > 1 ? " once more" : "")}");
        var events = sending.Alerts.Select(said => said.Event(world.Clock.Start, world.Clock.Now + instance.Ahead, world.History.Setup)).ToList();
        instance.Do(async () =>
        {
            var delivery = await instance.Fencer.DeliverAsync(events, Patience, CancellationToken.None);
            Answered(sending, handings, delivery);
            world.Tell($"{instance} answers {(delivery.MustBeRepeated ? 503 : 200)}: {string.Join(" | ", delivery.Outcomes.Select(outcome => $"{outcome.Fingerprint} {outcome.Verdict.Kind}: {outcome.Verdict.Text}"))}");
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
            world.Said("an answer", outcome.Verdict.Text);
        }

        if (!settled)
        {
            RepeatLater(sending);
            return;
        }

        foreach (var said in sending.Alerts)
        {
            _notified[(sending.Peer, said.Alert)] = (said, world.Elapsed);
            if (said.IsFiring)
                _firedAndAnswered.Add(said.Alert);
            else
                _firedAndAnswered.Remove(said.Alert);
        }

        End(sending);
    }

    private void RepeatLater(Sending sending)
    {
        if (!world.IsEnding && !sending.Alerts[0].Alert.TellsOfMoments && world.Elapsed - sending.Begun > GroupInterval)
        {
            GiveUp(sending);
            return;
        }

        var tries = sending.Tries;
        var most = (int)Math.Min(60_000, 500 * Math.Pow(1.5, Math.Min(sending.Tries, 20)));
        world.Clock.In(TimeSpan.FromMilliseconds(world.Random.Next(100, 500 + most)), () =>
        {
            if (!sending.IsOver && sending.Tries == tries && !world.IsEnding)
                Give(sending, world.AnySlot());
        });
    }

    /// <summary>A flush that failed for so long ends, and the next one tells what is so then, where anything fires.</summary>
    private void GiveUp(Sending sending)
    {
        world.Tell($"the sender gives up {string.Join(" and ", sending.Alerts)}");
        End(sending);
        var now = sending.Alerts.Select(said => _heard[(sending.Peer, said.Alert)]).ToList();
        if (now.Exists(said => said.IsFiring || _firedAndAnswered.Contains(said.Alert)))
            Hear(world.AnySlot(), now, sending.Peer, sending.GroupChanged);
    }

    private void End(Sending sending)
    {
        if (sending.IsOver)
            return;
        sending.IsOver = true;
        if (sending.Alerts[0].Alert.TellsOfMoments)
            return;
        foreach (var group in _groups.Values.Where(group => group.TryPeek(out var first) && first == sending))
        {
            group.Dequeue();
            Flush(group, world.AnySlot());
            return;
        }
    }
}
