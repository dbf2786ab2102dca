using NovaFence.Core.Auditing;
using NovaFence.Core.Cloud;
using NovaFence.Simulation.Histories;
using NovaFence.Simulation.Running;

namespace NovaFence.Simulation.Sentences;

/// <summary>
/// 6. After a crash at any point, one audit later the host is where the newest accepted event wants it, or there is a finding. Running the
/// audit twice changes nothing more.
/// </summary>
internal sealed class WhereItIsWanted : Sentence
{
    internal override int Number => 6;

    protected override string? Check(Past past, IReadOnlyList<HostPast> hosts)
    {
        foreach (var host in hosts)
        {
            if (Doubt(past, hosts, host) is { } doubt)
                return $"one audit later {host.Name} is {(past.End.Down.Contains(host.Name) ? "down" : "up")} in Nova and {host.RowAt(past.End)?.State ?? "unknown"} in the record, {doubt}; finding: {Finding(past, host)?.Kind.ToString() ?? "none"}";
        }

        foreach (var host in hosts)
        {
            if (IsForgotten(past, host) is { } forgotten)
                return $"some audits later {host.Name} is still down in Nova and {host.RowAt(past.Settled)?.State ?? "unknown"} in the record, {forgotten}; finding: {Finding(past.Settled, host)?.Kind.ToString() ?? "none"}";
        }

        // An unset that waits for a restart is tried by every audit.
        var more = past.World.Cloud.Puts.Skip(past.Settled.Puts).FirstOrDefault(put => put.Reply?.Status != ForceDownStatus.WaitingForRestart);
        return more is null ? null : $"an audit after an audit sent PUT {more.Host.Name} {(more.Down ? "down" : "up")}";
    }

    private static string? Doubt(Past past, IReadOnlyList<HostPast> hosts, HostPast host)
    {
        var kind = Finding(past, host)?.Kind;
        if (host.Host.CellIsDown)
            return null;
        var (isDown, row) = (past.End.Down.Contains(host.Name), host.RowAt(past.End));
        if (row is { Attempt: not null } || (row is not null && row.State is not ("clear" or "down" or "awaiting_restart") && !(isDown && row.State == "awaiting_heartbeat")))
            return "and the record is half way";

        var wanted = Oracle.Of(host);
        return (isDown, wanted) switch
        {
            (false, Wish.Down) when !IsHeld(past, hosts, host, row) => "an event wants it down and nothing says why it is not",
            (true, Wish.Up) when !IsLeft(host, row, kind) => "nothing wants it down and nothing says why it is",
            (false, _) when row?.State == "down" && kind != FindingKind.ClearedElsewhere => "and no finding says so",
            (true, _) when row is null or { IsClear: true } && kind != FindingKind.Foreign => "and no finding says so",
            _ => null,
        };
    }

    /// <summary>Whether the ledger or the audit says why a host that is wanted down is up.</summary>
    private static bool IsHeld(Past past, IReadOnlyList<HostPast> hosts, HostPast host, HostRow? row)
    {
        if (Finding(past, host)?.Kind == FindingKind.ClearedElsewhere)
            return host.Host.WasTouchedByOthers;
        return row?.Alerts.Any(alert => alert is { IsFiring: true, Hold: not null } && IsTrue(past, hosts, host, alert)) == true;
    }

    /// <summary>Whether a hold says what is the case.</summary>
    private static bool IsTrue(Past past, IReadOnlyList<HostPast> hosts, HostPast host, AlertPart alert) => alert.Hold!.Split(':')[0] switch
    {
        // PagerDuty says it once, so its hold stays when there is a place again, or a pause is over.
        "budget" => alert.Receiver == "pagerduty" || IsBudgetUsedUp(past, hosts) || host.RowAt(past.Settled) is { IsClear: false },
        "paused" => alert.Receiver == "pagerduty" && past.World.Pausers.All.Exists(said => said.Pauses && (said.Host ?? host.Name) == host.Name),
        "no evidence" => host.Handings.Exists(handing => handing.Said is { Alert.Kind: AlertKind.Labelled, HasEvidence: false }),
        "refused" => host.Puts.Exists(put => put is { Down: true, Reply.Status: ForceDownStatus.Refused }),
        "not permitted" => host.Puts.Exists(put => put is { Down: true, Reply.Status: ForceDownStatus.NotPermitted }),
        "unknown host" => host.Puts.Exists(put => put is { Down: true, Reply.Status: ForceDownStatus.UnknownHost }),
        _ => false,
    };

    /// <summary>Whether there is no place left, even after what still fires was told again.</summary>
    private static bool IsBudgetUsedUp(Past past, IReadOnlyList<HostPast> hosts) =>
        hosts.Count(host => host.RowAt(past.Settled) is { IsClear: false }) >= Math.Min(past.History.Budget, past.History.Hosts);

    /// <summary>Whether the ledger or the audit says why a host that nothing wants down is down.</summary>
    private static bool IsLeft(HostPast host, HostRow? row, FindingKind? kind) => kind switch
    {
        FindingKind.Foreign => host.Host.WasTouchedByOthers,
        FindingKind.AwaitingRestart => host.Host.NeedsRestart,
        FindingKind.AwaitingHeartbeat or FindingKind.Overdue => row?.State is "awaiting_heartbeat" or "awaiting_restart" && MayWaitForHealth(host),
        // Only now the audit saw that its PUT had arrived; from the next one on it waits for health.
        FindingKind.Incomplete when MayWaitForHealth(host) => row?.State == "down",
        _ => row?.State == "down" && host.Handings.Exists(handing => handing.Said is { IsFiring: true, Alert.Kind: AlertKind.Kept }),
    };

    /// <summary>What shows that a host whose nova-compute lives, and which nobody evacuates, waits for it all the same.</summary>
    private static string? IsForgotten(Past past, HostPast host)
    {
        if (!past.Settled.Down.Contains(host.Name) || Finding(past.Settled, host) is not { Kind: FindingKind.AwaitingHeartbeat or FindingKind.Overdue or FindingKind.Incomplete })
            return null;
        return host.Host is { Heart.Beats: true, IsBeingEvacuated: false, CellIsDown: false } ? "and its nova-compute reports, and no evacuation is under way" : null;
    }

    private static bool MayWaitForHealth(HostPast host) => host.Handings.Exists(handing => handing.Said is { IsFiring: true, Alert.Kind: AlertKind.Healthy });

    private static Finding? Finding(Past past, HostPast host) => Finding(past.End, host);

    private static Finding? Finding(Past.State state, HostPast host) => state.Report?.Findings.FirstOrDefault(finding => finding.Host == host.Name);
}
