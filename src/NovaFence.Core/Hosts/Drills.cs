using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Ledger;
using NovaFence.Core.Options;

namespace NovaFence.Core.Hosts;

/// <summary>
/// Ends the drill of a host that reports no more: what happens to it from then on is meant. An alert's decision looks at that by itself; where none comes, this one
/// looks once in each report interval while a drill holds.
/// </summary>
internal sealed class Drills(NovaFenceOptions options, LedgerCache ledger, FleetCache fleet, HostSchedule schedule, RunningAttempts running, TimeProvider clock)
{
    private DateTimeOffset? _lookAt;

    /// <summary>Looks where it is time to. Returns when it is next, UTC; null where no drill holds.</summary>
    internal async Task<DateTimeOffset?> RunDueAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var drilled = ledger.Remembered is { } rows ? rows.ReadablePauses().All.Where(pause => pause.Drill && pause.Holds(fleet.Current.EarlierNow(now))).Select(pause => pause.Host!).ToList() : [];
        if (drilled.Count == 0)
            return _lookAt = null;
        // It had just reported when it began.
        _lookAt ??= now + options.Cloud.ReportInterval;
        // Not where the clock was put back since.
        if (_lookAt > now && _lookAt <= now + options.Cloud.ReportInterval)
            return _lookAt;
        _lookAt = now + options.Cloud.ReportInterval;
        if (await fleet.LookAsync(now, fleet.Patience, cancellationToken) is not { } look || fleet.IsOfAnotherCloud)
            return _lookAt;
        foreach (var host in drilled.Where(host => IsOver(look.Sight(host, options.Cloud.ReportInterval))))
        {
            await ledger.ChangeAsync(
                transaction =>
                {
                    if (transaction.PauseOf(host, fleet.Current.EarlierNow(clock.GetUtcNow())) is not { Drill: true })
                        return false;
                    transaction.Write(transaction.Places() with { Paused = End(transaction, host, clock.GetUtcNow(), running.Instance).Marks });
                    return true;
                },
                cancellationToken);
            schedule.Note(host);
        }

        return _lookAt;
    }

    /// <summary>Writes that the drill of this host has ended, and returns the pauses that are left; the row of the places is the caller's.</summary>
    internal static PauseList End(LedgerTransaction transaction, string host, DateTimeOffset now, string instance)
    {
        var pauses = transaction.Pauses().Without(host, now);
        transaction.Write(pauses);
        transaction.Append(host, new DecisionEvent { Kind = "pause", At = now, Instance = instance, Verdict = VerdictKind.Ignored, Reason = "the drill is over: nova-compute there reports no more" });
        return pauses;
    }

    /// <summary>Whether its row says that it does not report, while the others do: that none does says nothing of one.</summary>
    private bool IsOver(Sighting sighting) =>
        (sighting.IsTold || sighting.Kind == SightingKind.Missing) && sighting.OthersReport && !sighting.Reports(options.Cloud.ReportInterval);
}
