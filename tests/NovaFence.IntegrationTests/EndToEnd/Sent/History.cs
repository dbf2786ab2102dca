namespace NovaFence.EndToEnd.Tests.Sent;

/// <summary>What happened to some hosts, and the deliveries that tell of it: shuffled as far as senders do, repeated, and several alerts in one.</summary>
internal sealed class History
{
    private static readonly string[] Names = ["HostDown", "HostUnreachable"];

    private readonly List<List<Alert>> _lives = [];

    private History(Random random, IEnumerable<string> hosts, int alerts)
    {
        foreach (var host in hosts)
        {
            foreach (var name in Names.Take(alerts))
                _lives.Add(Life(random, host, name));
        }
    }

    /// <summary>The hosts that an alert still holds when all is told.</summary>
    public IReadOnlyList<string> Down => [.. _lives.Where(life => life[^1].Fires).Select(life => life[^1].Host).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The newest event of every alert.</summary>
    public IEnumerable<Alert> Newest => _lives.Select(life => life[^1]);

    public static History Of(Random random, IEnumerable<string> hosts, int alerts) => new(random, hosts, alerts);

    /// <summary>
    /// Every event once or twice. The events of one alert keep their order, as a sender has one delivery of a group under way at a time: those of one round
    /// may come at once and in any order.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<Alert[]>> Rounds(Random random) =>
        [.. Enumerable.Range(0, _lives.Max(life => life.Count)).Select(round => Deliveries([.. _lives.Where(life => life.Count > round).Select(life => life[round])], random))];

    private static List<Alert[]> Deliveries(IReadOnlyList<Alert> alerts, Random random)
    {
        var events = alerts.SelectMany(alert => Enumerable.Repeat(alert, random.Next(1, 3))).ToArray();
        random.Shuffle(events);
        List<Alert[]> deliveries = [];
        for (var taken = 0; taken < events.Length;)
        {
            var size = Math.Min(random.Next(1, 4), events.Length - taken);
            deliveries.Add(events[taken..(taken + size)]);
            taken += size;
        }

        return deliveries;
    }

    /// <summary>Firing, resolved, firing again …</summary>
    private static List<Alert> Life(Random random, string host, string name)
    {
        var count = random.Next(1, 5);
        return [.. Enumerable.Range(0, count).Select(minute => (minute % 2 == 0 ? Alert.Firing(host, minute) : Alert.Resolved(host, minute)).Named(name))];
    }
}
