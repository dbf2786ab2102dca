using NovaFence.Simulation.Histories;
using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Sentences;

/// <summary>4. Of one alert, older never overrules newer: in whatever order and however often events arrive, over however many instances.</summary>
internal sealed class OlderNeverOverrulesNewer : Sentence
{
    internal override int Number => 4;

    protected override string? Check(Past past, IReadOnlyList<HostPast> hosts)
    {
        foreach (var host in hosts)
        {
            foreach (var version in host.Versions)
            {
                if (Fallen(version) is { } fallen)
                    return $"the record of {host.Name} fell back: {version.Commit.By} wrote {fallen} at {At(version.Commit.At - past.World.Clock.Start)}";
            }

            var row = host.RowAt(past.End);
            foreach (var said in host.Newest)
            {
                if (!IsKept(host, row, said))
                    return $"the newest event is {said}, and the record of {host.Name} ends with {Word(row?.Find(said.Alert), past)}";
            }
        }

        return null;
    }

    private static string? Fallen(HostPast.Version version)
    {
        foreach (var before in version.Before?.Alerts ?? [])
        {
            var now = version.Row.Alerts.FirstOrDefault(entry => entry.Fingerprint == before.Fingerprint && entry.Receiver == before.Receiver);
            if (now is null)
                return $"nothing of {before.Fingerprint} any more";
            if (now.At < before.At || (now.At == before.At && now.IsFiring && !before.IsFiring))
                return $"{before.Fingerprint} {now.Status} of an earlier moment";
        }

        return null;
    }

    private static bool IsKept(HostPast host, HostRow? row, Said said)
    {
        // What an operator overruled need not be kept.
        if (said.IsFiring && row?.OverruledAt >= host.Time(said.Moment))
            return true;
        return row?.Find(said.Alert) is { } entry && entry.At == host.Time(said.Moment) && entry.IsFiring == said.IsFiring;
    }

    private static string Word(AlertPart? entry, Past past) => entry is null ? "nothing of it" : $"{entry.Status} at {At(entry.At - past.World.Clock.Start)}";
}
