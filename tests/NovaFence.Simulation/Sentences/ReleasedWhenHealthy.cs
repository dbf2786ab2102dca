using NovaFence.Simulation.Histories;
using NovaFence.Simulation.Outside;
using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Sentences;

/// <summary>
/// 8. No host is unset for its alerts' end while an evacuation from it is in flight, or while its nova-compute stands still. It is asked of hosts that
/// an alert held down whose route says so; what an operator unsets is the operator's word.
/// </summary>
internal sealed class ReleasedWhenHealthy : Sentence
{
    private const int Heartbeats = 2;

    /// <summary>
    /// Nobody can know of an evacuation that begins between Nova's answer and the PUT. That time lasts as long as whoever acts has the host to itself:
    /// an answer that is older than a lease stands for nothing, nor does one that somebody else was given.
    /// </summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);

    internal override int Number => 8;

    protected override string? Check(Past past, IReadOnlyList<HostPast> hosts)
    {
        foreach (var host in hosts)
        {
            foreach (var put in host.Puts)
            {
                if (put is { Down: false, FoundDown: true } && host.IntentOf(put) is { } intent && IsForItsAlertsEnd(host, intent) && (Evacuated(past, host, put) ?? Still(host, put, intent)) is { } doubt)
                    return $"{host.Name} was unset by {put.By} at {At(put.At - past.World.Clock.Start)}, {doubt}";
            }
        }

        return null;
    }

    /// <summary>Whether it is a release that has to wait for health. As long as a host is not clear, the alerts that ended say how it is released.</summary>
    private static bool IsForItsAlertsEnd(HostPast host, HostPast.Version intent) =>
        host.Handings.Exists(handing => handing.Said.Alert.Kind == AlertKind.Healthy
            // What was taken only after the unset was decided, and stored with it, had no part in it.
            && intent.Before?.Find(handing.Said.Alert) is { Accepted: true }
            && intent.Row.Find(handing.Said.Alert) is { Accepted: true, IsFiring: false })
        && !host.IsUnsetByAnOperator(intent.Number);

    private static string? Evacuated(Past past, HostPast host, Put put)
    {
        if (host.Host.Evacuations.Find(evacuation => evacuation.Began < put.Number && evacuation.Ended > put.Number) is not { } evacuation)
            return null;
        var asked = past.World.Cloud.Questions.FindLast(question =>
            question.Host == host.Name && question.By == put.By && question.Number < put.Number && put.At - question.At <= Lease);
        return asked?.Number < evacuation.Began ? null : "while an evacuation from it was under way of which it could know";
    }

    private static string? Still(HostPast host, Put put, HostPast.Version intent)
    {
        var ended = host.Versions.Where(version => version.Number < intent.Number).Reverse()
            .TakeWhile(version => !version.Row.Alerts.Any(alert => alert is { Accepted: true, IsFiring: true }))
            .LastOrDefault(intent).Commit.At;
        var reports = host.Host.Heart.Between(ended, put.At);
        // What somebody else writes advances updated_at as a report does, and nobody can tell them apart. Our own PUTs are known.
        var writes = host.Host.TouchedByOthers.Count(moment => moment > ended && moment <= put.At);
        return reports + writes >= Heartbeats ? null : $"and since its alerts ended nova-compute had reported {reports} times";
    }
}
