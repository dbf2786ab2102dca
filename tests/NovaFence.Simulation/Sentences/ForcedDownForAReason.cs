using NovaFence.Simulation.Outside;
using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Sentences;

/// <summary>
/// 1. No <c>forced_down: true</c> goes to Nova without an authentic, newest, evidenced, in-budget event that the look did not contradict (or none could be
/// had, which is recorded and told), or an operator's word.
/// </summary>
internal sealed class ForcedDownForAReason : Sentence
{
    /// <summary><c>Power:UsedWithin</c>, and some.</summary>
    private static readonly TimeSpan UsedWithin = TimeSpan.FromSeconds(16);

    internal override int Number => 1;

    protected override string? Check(Past past, IReadOnlyList<HostPast> hosts)
    {
        foreach (var host in hosts)
        {
            foreach (var put in host.Puts)
            {
                if (put.Down && Doubt(past, host, put) is { } doubt)
                    return $"{host.Name} was forced down by {put.By} at {At(put.At - past.World.Clock.Start)}, {doubt}";
            }
        }

        return null;
    }

    private static string? Doubt(Past past, HostPast host, Put put)
    {
        if (put.By.Observes)
            return "which only observes";
        if (host.IntentOf(put) is not { } intent)
            return "and the ledger had no intent of it";
        if (host.WasSeveral(intent))
            return "and Nova listed several services of that name";
        if (put.At + put.By.Ahead > intent.Row.Attempt!.Until)
            return "after its lease had ended";
        if (host.IsAnOperatorsDown(intent.Number))
            return null;
        var when = put.At - host.Time(TimeSpan.Zero);
        var vouching = host.Alerts.Where(alert => Vouches(host, alert, intent.Number, when, put.By)).ToList();
        var heard = vouching.SelectMany(alert => alert.Handings.Where(handing => (handing.HasMeritBy(when) || (handing.Said.IsFiring && Agreement.MayHaveBeen(host, alert, intent.Number))) && handing.Number < intent.Number)).ToList();
        if (heard.Count == 0)
            return "and no operator had said so, nor any alert that was newest and had its evidence";
        if (!IsGoingOn(host, intent) && vouching.TrueForAll(alert => host.IsSampled(alert.Alert) && !alert.Handings.Exists(handing => handing.IsOfTheFrontRoute)) && !HasSamples(past, host, put))
            return "and Prometheus had not said to it that the host does not answer";
        if (!IsGoingOn(host, intent) && vouching.TrueForAll(alert => !alert.Alert.TellsOfMoments && host.IsMonitoringSilent(intent)))
            return "and the watchdog was silent";
        if (host.IsAllowedByALook(intent, heard.Min(handing => handing.At), put, mayLive: vouching.Exists(alert => HostPast.Ignores(alert.Alert, put.By))))
            return null;
        // What had gone down already and came up by a PUT of ours that arrived late goes down again for what it went down for.
        if (IsGoingOn(host, intent))
            return null;
        return host.IsAllowedByALook(intent, heard.Min(handing => handing.At), put, mayLive: true)
            ? "and the listing before its intent showed that nova-compute reports"
            : "and no listing between the event and the intent showed it free";
    }

    /// <summary>Whether the alert says that its host is to go down, or may do so for all that anybody can tell.</summary>
    internal static bool Vouches(HostPast host, AlertPast alert, long before, TimeSpan when, Instances.Instance by)
    {
        var wasDown = host.Versions.FindLast(version => version.Number < before)?.Row is { DownSince: not null };
        var said = alert.Handings.Exists(handing => handing.HasMeritBy(when) && handing.Number < before && (wasDown || !IsCaughtBefore(alert, by))) && (wasDown || !IsTakenBack(alert, before));
        if (!said && !(wasDown ? Agreement.MayHaveBeen(host, alert, before) : Agreement.MayBe(host, alert, before)))
            return false;
        if (alert.At(before) is not { Fires: false, IsCertain: true })
            return true;
        // It ended. What was down for a route that an operator releases goes down again after a PUT of ours that was lost.
        return alert.Alert.IsKept && host.Versions.FindLast(version => version.Number < before)?.Row is { State: "forcing_down" or "down", DownSince: not null };
    }

    /// <summary>Whether another route, by the configuration of whoever acts, takes it by now: what its own had let through, or would, waits for its next event.</summary>
    private static bool IsCaughtBefore(AlertPast alert, Instances.Instance by) => by.Setup.Routes == Histories.RouteChange.Guarded && alert.Alert.Kind == Histories.AlertKind.Released;

    /// <summary>Whether its newest event certainly fires without the evidence that an earlier one brought.</summary>
    private static bool IsTakenBack(AlertPast alert, long before) =>
        alert.Alert.Kind == Histories.AlertKind.Labelled && alert.At(before) is { Fires: true, IsCertain: true, Last: { HasMerit: false, NamesItsHost: true, IsOfTheFrontRoute: false, IsObserved: false } last }
        // One that was under way with it may have come later.
        && !alert.Handings.Exists(handing => handing.HasMerit && handing.Number < before && handing.Answered > last.Number);

    /// <summary>Whether Prometheus said to whoever sent it, and a short while ago, that the host does not answer.</summary>
    private static bool HasSamples(Past past, HostPast host, Put put) =>
        past.World.Prometheus.Reads.Exists(read => read.Host == host.Name && read.By == put.By && read.Holds == true && read.Number < put.Number && put.At - read.At <= UsedWithin);

    /// <summary>Whether it is for what an earlier intent began, whose look showed the host free.</summary>
    private static bool IsGoingOn(HostPast host, HostPast.Version intent)
    {
        var cleared = host.ClearedBefore(intent.Number);
        return host.Versions.Exists(version => version.IsIntent && version.Row.Attempt!.Down && (version.Number > cleared || host.IsInDoubt(version)) && version.Number < intent.Number
            // Whoever had the lease may have sent a PUT that nobody saw, or none. What Nova refused has begun nothing.
            && (host.Puts.Exists(put => put.Down && put.By == version.Commit.By && put.Number > version.Number && put.Number < intent.Number && (put.Changed || put.IsInDoubt)) || host.IsInDoubt(version))
            && host.IsAllowedByALook(version, TimeSpan.Zero, null, mayLive: true));
    }
}
