using NovaFence.Core.Cloud;
using NovaFence.Simulation.Histories;
using NovaFence.Simulation.Outside;
using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Sentences;

/// <summary>
/// 6. After a crash at any point, one audit later the host is where the newest accepted event wants it, or there is a finding. Running the
/// audit twice changes nothing more. And never is it written that a host is clear and wanted down, without a hold.
/// </summary>
internal sealed class WhereItIsWanted : Sentence
{
    private static readonly TimeSpan RetriesLast = TimeSpan.FromMinutes(14);

    /// <summary>What is due is done by a server's timer this soon; its back-off and what other instances wrote are in it.</summary>
    private static readonly TimeSpan TimerTakes = TimeSpan.FromSeconds(30);

    internal override int Number => 6;

    protected override string? Check(Past past, IReadOnlyList<HostPast> hosts)
    {
        foreach (var host in hosts)
        {
            if (host.Versions.Find(version => version.Row.IsClear && version.Row.Alerts.Any(alert => alert is { Accepted: true, IsFiring: true, Overruled: false, Title: null })) is { } forgotten)
                return $"at {At(forgotten.Commit.At - past.World.Clock.Start)} {forgotten.Commit.By} wrote that {host.Name} is clear, while an accepted alert fires, and no hold";
        }

        foreach (var host in hosts)
        {
            if (Undone(past, host) is { } undone)
                return $"on a server, and before any audit, {host.Name} {undone}";
        }

        foreach (var host in hosts)
        {
            if (host.Host is { CellIsDown: false, IsListed: true } && !(host.Host.Namesake is not null && host.RowAt(past.End) is null or { IsClear: true }) && Doubt(past, hosts, host) is { } doubt)
                return $"one audit later {host.Name} is {(past.End.Down.Contains(host.Name) ? "down" : "up")} in Nova and {host.RowAt(past.End)?.State ?? "unknown"} in the record, {doubt}; finding: {string.Join(", ", past.End.Findings.Where(found => found.Host == host.Name).Select(found => found.Kind).DefaultIfEmpty("none"))}";
        }

        // An unset that waits for a restart is tried by every audit; what waits for reports may have them now, and what is held may be let through.
        var more = past.World.Cloud.Puts.Skip(past.End.Puts).FirstOrDefault(put => put.Reply?.Status != ForceDownStatus.WaitingForRestart && !past.End.Has(put.Host.Name, "AwaitingHeartbeat", "Overdue") && !(put.Down && (past.End.Has(put.Host.Name, "Held") || HasHold(past, hosts, put.Host.Name))));
        return more is null ? null : $"an audit after an audit sent PUT {more.Host.Name} {(more.Down ? "down" : "up")}";
    }

    /// <summary>Whether an alert of it is held for what may pass, also where the one finding of its host tells of another.</summary>
    private static bool HasHold(Past past, IReadOnlyList<HostPast> hosts, string name) => hosts.First(host => host.Name == name) is var held
        && (held.RowAt(past.End)?.WaitsForOff(EndedAt(past)) == true
            || held.RowAt(past.End)?.Alerts.Any(alert => alert is { IsFiring: true, Overruled: false, Title: "contradicted" or "checking power" or "power on" or "not switched off" or "going off" or "wrong machine" or "bmc busy" or "bmc unreachable" or "budget" or "rate" or "flapping" or "paused" or "monitoring silent" or "gone" }) == true
            // What came before its moment waits beside the records for that.
            || held.Alerts.Any(alert => alert.Handings.Exists(handing => handing.Said.IsFromTheFuture(handing.At)) && past.End.Rows.ContainsKey($"unresolved:{alert.Alert.Receiver}:{alert.Alert.Fingerprint}")));

    /// <summary>What a server has left undone that waited for nothing but a time: whoever wrote the row last has a timer, and trouble ended long ago.</summary>
    private static string? Undone(Past past, HostPast host)
    {
        var last = host.Versions.FindLast(version => version.Commit.At <= host.Time(past.Untouched.At));
        if (last is null || !HasTimer(past, last.Commit.By) || host.RowIn(past.Untouched.Rows) is not { } row)
            return null;
        var now = host.Time(past.Untouched.At);
        if (row.Attempt is { } attempt && now - attempt.Until > TimerTakes)
            return $"has an intent whose lease ended {At(now - attempt.Until)} ago";
        // A word that asks its operator waits for him, and what Nova does not list, or says nothing of, for Nova.
        if (row is { State: "forcing_down" or "releasing", RetryAt: { } retry } and not { Word.DoneAt: null } && host.Host is { WasAlwaysListed: true, CellIsDown: false, Namesake: null } && now - retry > TimerTakes)
            return $"is {row.State}, and was to be tried again {At(now - retry)} ago";
        var settled = row.Alerts.Where(alert => alert.Status == "pending").Select(alert => now - (alert.ResolvedAt ?? now) - past.History.Settle).Where(ago => ago > TimerTakes).ToList();
        return settled is [var ago, ..] ? $"has an alert that is pending, and its window ended {At(ago)} ago" : null;
    }

    /// <summary>Whether it is a server whose timer has not died.</summary>
    private static bool HasTimer(Past past, Instances.Instance instance) =>
        instance.Slot < past.History.Servers && !past.History.Steps.Any(step => step is TimerDies dies && dies.Slot == instance.Slot);

    /// <summary>About when the state of the end was: one audit, and what that takes, before now.</summary>
    private static DateTimeOffset EndedAt(Past past) => past.EndedAt - TimeSpan.FromSeconds(60);

    private static string? Doubt(Past past, IReadOnlyList<HostPast> hosts, HostPast host)
    {
        var (isDown, row, end) = (past.End.Down.Contains(host.Name), host.RowAt(past.End), past.End);
        var isHalfWay = (row is { Attempt: not null } || row?.State is "forcing_down" or "releasing") && row?.WaitsForOff(EndedAt(past)) != true;
        if (isHalfWay && !end.Findings.Any(found => found.Host == host.Name && found.Kind != "Incomplete"))
            return "and the record is half way";

        return (isDown, Oracle.Of(host)) switch
        {
            (false, Wish.Down) when !IsHeld(past, hosts, host, row) => "an event wants it down and nothing says why it is not",
            (false, Wish.Up) when IsToBeKept(host) && !end.Findings.Any(found => found.Host == host.Name && found.Kind != "Incomplete") => "an operator is to release it and none did",
            (true, Wish.Up) when !IsLeft(past, host, row) => "nothing wants it down and nothing says why it is",
            (false, _) when row is { IsClear: false } && !end.Has(host.Name) => "and no finding says so",
            (true, _) when row is null or { IsClear: true } && !end.Has(host.Name) => "and no finding says so",
            _ => null,
        };
    }

    /// <summary>Whether the ledger or the audit says why a host that is wanted down is up.</summary>
    private static bool IsHeld(Past past, IReadOnlyList<HostPast> hosts, HostPast host, HostRow? row)
    {
        // What waits beside the records, by a word that names no host, is told of without one.
        if (past.End.Has("-", "Held") && host.Alerts.Any(alert => past.End.Rows.ContainsKey($"unresolved:{alert.Alert.Receiver}:{alert.Alert.Fingerprint}") && alert.Handings.Exists(handing => handing.Said is { IsFiring: true, Names.Length: 0 })))
            return true;
        var held = row?.Alerts.Where(alert => alert is { IsFiring: true, Title: not null }).ToList() ?? [];
        if (row?.WaitsForOff(EndedAt(past)) == true)
            return true;
        // Nobody can say which of two is to be down, and that is said.
        if (host.Host.Namesake is not null && past.End.Has(host.Name, "Unknown"))
            return true;
        // What came while they only observed agrees with no other alert, and is told of before one that lacks its evidence.
        if (past.History.Steps.Any(step => step is ChangeMode) && past.End.Has(host.Name, "AwaitingOperator"))
            return true;
        return held.Count > 0 ? held.Exists(alert => IsTrue(past, hosts, host, alert)) : past.End.Has(host.Name) && !past.End.Has(host.Name, "Incomplete");
    }

    /// <summary>Whether a hold says what is the case, or was the case so long ago that it is not decided anew any more.</summary>
    private static bool IsTrue(Past past, IReadOnlyList<HostPast> hosts, HostPast host, AlertPart alert) => alert.Title switch
    {
        "budget" => IsBudgetUsedUp(past, hosts) || IsOld(past, host, alert),
        "monitoring silent" => past.History.Setup.HasWatchdog && IsOld(past, host, alert),
        "paused" => past.World.Pausers.All.Exists(said => said.Pauses && (said.Host ?? host.Name) == host.Name) && IsOld(past, host, alert),
        // Where reports come more seldom than is configured, or nobody knows that the cloud's clock is behind, they look too old to say that others report.
        "contradicted" => !(past.History.Setup.Ignores && IsOfTheReleasing(host, alert)) && (past.History.ReportsSlowly || (past.History is { KnowsCloudsClock: false, CloudAhead.Ticks: < 0 } && past.World.Cloud.Hosts.Count(other => other != host.Host && other is { IsListed: true, Disabled: false }) >= 3) || host.Host.Heart.Lived(host.Time(FirstHeard(host, alert)) - TimeSpan.FromMinutes(1), past.EndedAt)),
        "foreign" or "fires while up" => host.Host.WasTouchedByOthers || !host.Host.WasAlwaysListed,
        "overruled" => host.Orders.Exists(order => !order.Down),
        "storm" => past.History.HasStorms,
        // A server whose timer has died asks once in each audit, and audits may be further apart than two answers that prove something.
        "checking power" or "power on" or "not switched off" or "going off" => past.History.Steps.Any(step => step is TimerDies) || host.Host.Machine is not { Bmc: Bmc.Honest, OffSince: { } off } || past.EndedAt - off < TimeSpan.FromMinutes(3),
        "no evidence" => (past.History.Setup.HasSamples && IsOfTheReleasing(host, alert) && (host.LivedLately || IsOld(past, host, alert))) || host.Alerts.Any(one => one.Handings.Exists(handing => handing.Said.IsFiring && !handing.HasMerit)) && !host.Alerts.Any(one => one.Alert.Fingerprint == alert.Fingerprint && Agreement.Is(host, one)),
        "pending" => false,
        // Where the new name says which it was before, an instance that knows it lets it through. What waits is of the mode in which it came, and of the routes that stood before its own.
        "awaiting operator" => past.History.Steps.Any(step => step is Reconfigure { Routes: not RouteChange.RenamedWithFormerName } or ChangeMode) || IsOld(past, host, alert),
        _ => true,
    };

    /// <summary>Whether the route took it that releases at once, whichever of the two names that has.</summary>
    private static bool IsOfTheReleasing(HostPast host, AlertPart alert) =>
        alert.Route is "released" or "kept" && host.Alerts.Any(one => one.Alert.Fingerprint == alert.Fingerprint && one.Alert.Kind == AlertKind.Released);

    private static TimeSpan FirstHeard(HostPast host, AlertPart alert) =>
        host.Alerts.Where(one => one.Alert.Fingerprint == alert.Fingerprint).SelectMany(one => one.Handings).Select(handing => handing.At).DefaultIfEmpty(TimeSpan.Zero).Min();

    private static bool IsOld(Past past, HostPast host, AlertPart alert) => past.Lasted - FirstHeard(host, alert) > RetriesLast;

    private static bool IsBudgetUsedUp(Past past, IReadOnlyList<HostPast> hosts) =>
        hosts.Count(host => host.RowAt(past.End) is { IsClear: false }) >= past.History.Setup.Budget
        || hosts.Count(host => host.RowAt(past.End) is { IsClear: false } || host.Host is { ForcedDown: true, Disabled: false }) >= past.History.Setup.MostHosts(past.World.Cloud.Hosts.Count(one => one.IsListed));

    /// <summary>Whether the ledger or the audit says why a host that nothing wants down is down, and says what is the case.</summary>
    private static bool IsLeft(Past past, HostPast host, HostRow? row)
    {
        var (lives, kept) = (host.Host is { Heart.Beats: true, IsBeingEvacuated: false }, MayBeKept(past, host, row));
        if (past.End.Has(host.Name, "Foreign"))
            return host.Host.WasTouchedByOthers;
        if (past.End.Has(host.Name, "AwaitingRestart"))
            return host.Host.NeedsRestart;
        if (past.End.Has(host.Name, "AwaitingHeartbeat", "Overdue", "Incomplete"))
        {
            // Where nobody knows that the cloud's clock is behind, every report looks too old to be trusted. What waits for a restart a timer may be about to try again.
            return !lives || (past.History.Setup.HasPower && host.Host.Machine.Bmc != Bmc.Honest) || past.History.ReportsSlowly || past.History is { KnowsCloudsClock: false, CloudAhead.Ticks: < 0 }
                || (host.Host.NeedsRestart && past.End.Has(host.Name, "Incomplete"));
        }

        // An operator's unset that was taken while an instance was at it may ask him only later.
        if (past.End.Has(host.Name, "AwaitingOperator"))
            return kept || row?.Word is { Down: false, DoneAt: null } || host.Orders.Exists(order => order is { Down: false, Outcome.Verdict.Kind: var verdict } && verdict.ToString() == "Held");
        return past.End.Has(host.Name) || (kept && row?.State == "down");
    }

    /// <summary>Whether it was down for an alert whose route leaves the release to an operator, and neither he nor anybody else raised it.</summary>
    private static bool IsToBeKept(HostPast host) =>
        host.Host is { WasTouchedByOthers: false, WasAlwaysListed: true }
        && host.Orders.Count == 0
        && host.Alerts.Any(alert => alert.Alert.IsKept
            && !alert.Handings.Exists(handing => handing.Said.IsLowered || handing.IsOfTheFrontRoute)
            && host.Versions.Exists(version => version.Row.State == "down" && version.Row.Find(alert.Alert) is { Accepted: true }));

    /// <summary>Whether an operator is to release it: by its route, or as nobody saw it free, or as its route is not known any more.</summary>
    private static bool MayBeKept(Past past, HostPast host, HostRow? row) =>
        row?.Before == "unknown"
        || host.Host is { IsBeingEvacuated: true }
        || past.History.Steps.Any(step => step is Reconfigure)
        || host.Alerts.Any(alert => alert.Handings.Exists(handing => handing.Said is { IsFiring: true, Alert.IsKept: true } or { MergedInto: not null } or { NamesItsHost: false } or { EndsBlind: true }));
}
