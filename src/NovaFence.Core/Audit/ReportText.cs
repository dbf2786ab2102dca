using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Options;

namespace NovaFence.Core.Audit;

/// <summary>What a report says in words, made of its numbers.</summary>
internal static class ReportText
{
    /// <summary>So many names stand in a sentence.</summary>
    private const int Named = 3;

    /// <summary>The report with its sentences.</summary>
    internal static Report Told(Report report, NovaFenceOptions options, int fleetSize, bool hasHeard)
    {
        List<string> toDo = [.. ToDo(report, options, fleetSize, hasHeard)];
        return report with { ToDo = toDo, Summary = $"{Numbers(report)} {Conclusion(report, toDo)}".TrimEnd() };
    }

    private static string Numbers(Report report)
    {
        var parts = new List<string>();
        if (Part(report, host => host.WouldForceDown, "would have been forced down") is { } wouldBeDown)
            parts.Add(wouldBeDown);
        if (Part(report, host => host.WouldUnset, "would have been unset") is { } wouldBeUp)
            parts.Add(wouldBeUp);
        if (Part(report, host => host.LeftToOperator, "would have been left to an operator") is { } left)
            parts.Add(left);
        if (Part(report, host => host.ForcedDown, "forced down", isDone: true) is { } down)
            parts.Add(down);
        if (Part(report, host => host.Unset, "unset", isDone: true) is { } up)
            parts.Add(up);
        if (parts.Count == 0)
            parts.Add(report.Mode == "observe" ? "no host would have been forced down" : "no host was forced down");
        var held = report.Hosts.Sum(host => host.Held.Sum(hold => hold.Times.Count));
        parts.Add(held == 0 ? "nothing was held" : $"an alert was held {Times(held)}");
        return $"{Since(report)}: {string.Join(", ", parts)}.";
    }

    private static string? Part(Report report, Func<HostReport, ReportedTimes> of, string words, bool isDone = false)
    {
        var (hosts, times) = (report.Hosts.Count(host => of(host).Count > 0), report.Hosts.Sum(host => of(host).Count));
        var done = isDone ? (hosts == 1 ? "was " : "were ") : "";
        return hosts == 0 ? null : FormattableString.Invariant($"{hosts} of {report.KnownHosts} hosts {done}{words} ({Times(times)})");
    }

    private static string Conclusion(Report report, List<string> toDo)
    {
        var isObserving = report.Mode == "observe";
        return toDo.Count switch
        {
            0 when !isObserving => "",
            0 => "Nothing of this stands between this installation and NovaFence:Mode fence, if each of these hosts was dead when it would have been forced down.",
            1 => $"{(isObserving ? "Before NovaFence:Mode is fence" : "To do")}: {toDo[0]}.",
            _ => FormattableString.Invariant($"{(isObserving ? "Before NovaFence:Mode is fence" : "To do")}: {toDo[0]}; and {toDo.Count - 1} more."),
        };
    }

    private static IEnumerable<string> ToDo(Report report, NovaFenceOptions options, int fleetSize, bool hasHeard)
    {
        if (report.Mode == "observe" && !hasHeard)
            yield return "no alert of a compute host was heard: send one through your monitoring, and ask it with 'novafence check --url URL' which hosts its alerts name";
        foreach (var held in report.Hosts.SelectMany(host => host.Held.Select(hold => (Host: host.Host == DecisionEvent.NoHost ? "no host" : host.Host, Hold: hold))).GroupBy(one => one.Hold.Reason, StringComparer.Ordinal)
            .OrderByDescending(reason => reason.Sum(one => one.Hold.Times.Count)).ThenBy(reason => reason.Key, StringComparer.Ordinal))
        {
            var hosts = held.Select(one => one.Host).Distinct(StringComparer.Ordinal).ToList();
            var routes = held.SelectMany(one => one.Hold.Routes).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            if (Remedy(ReasonText.Named(held.Key), hosts, routes) is { } remedy)
                yield return $"{Times(held.Sum(one => one.Hold.Times.Count))} an alert was held for '{held.Key}': {remedy}";
        }

        if (report.MostDownAtOnce > BudgetLimit.Of(options.Budget, fleetSize) && report.Mode == "observe")
            yield return FormattableString.Invariant($"{report.MostDownAtOnce} hosts would have been down at the same time, and NovaFence:Budget:MaxHosts and MaxShare allow {BudgetLimit.Of(options.Budget, fleetSize)}: the others would have been held");
        if (report.MostWithinAnHour > options.Budget.EffectiveMaxPerHour && report.Mode == "observe")
            yield return FormattableString.Invariant($"{report.MostWithinAnHour} force-downs would have been within one hour, and NovaFence:Budget:MaxPerHour allows {options.Budget.EffectiveMaxPerHour}: the others would have been held");
    }

    /// <summary>What would let less be held for this reason; null where nothing is to be done about it.</summary>
    private static string? Remedy(Reason? reason, List<string> hosts, List<string> routes) => reason switch
    {
        // They pass by themselves, or are an operator's own doing.
        Reason.Pending or Reason.Paused or Reason.Overruled => null,
        Reason.NoEvidence => $"let the alerts of {Listed(routes, "route", "its route")} carry what NovaFence:Routes[]:Evidence there asks for, once the host is fenced",
        Reason.UnknownHost => $"they named {Listed(hosts, "", "no host")}, and Nova has no such compute host: compare their labels with NovaFence:Hosts:Labels and Hosts:Domains",
        Reason.AmbiguousHost => $"they named several hosts ({Listed(hosts, "", "no host")}): put Nova's full name of the host into one label, and name that in NovaFence:Hosts:Labels",
        Reason.NamesAnotherHost => $"of {Listed(hosts, "", "a host")} the alert named another host later: see what changes its label or title",
        Reason.Contradicted => $"nova-compute on {Listed(hosts, "", "the host")} still reported: see whether the alert's rule fires on hosts that live",
        Reason.PowerOn => $"the BMC of {Listed(hosts, "", "the host")} said that the machine ran: see whether the alert's rule fires on hosts that live",
        Reason.CheckingPower or Reason.GoingOff => null,
        Reason.WrongMachine or Reason.PowerUnknown or Reason.PowerRefused or Reason.PowerNotTrusted or Reason.PowerRedirected or Reason.PowerBusy or Reason.PowerUnreachable or Reason.PowerNotConfigured =>
            $"the BMC of {Listed(hosts, "", "the host")} proved nothing: 'novafence power' says what it says now, and docs/power.md how it is wired",
        Reason.Storm => "more hosts alerted at once than NovaFence:Storm:MaxShare and MinHosts allow: see whether the network or the monitoring failed then, or the limits are too low",
        Reason.Budget => "as many hosts were down as NovaFence:Budget:MaxHosts and MaxShare allow: see who had them down, or raise them",
        Reason.Rate => "there were as many force-downs within an hour as NovaFence:Budget:MaxPerHour allows: see whether the alerts flap",
        Reason.Flapping => $"{Listed(hosts, "", "a host")} was forced down as often within an hour as NovaFence:Budget:MaxPerHostPerHour allows: see why its alert comes and goes",
        Reason.MonitoringSilent => "the watchdog was not heard for NovaFence:Watchdog:SilentAfter: see whether Prometheus and Alertmanager reach NovaFence",
        Reason.Foreign or Reason.FiresWhileUp => $"another hand forces {Listed(hosts, "", "hosts")} down or unsets them: see who else does, and docs/coexistence.md",
        Reason.TooOld => "the events came later than NovaFence:Fencing:MaxAge: see why the sender is so slow",
        Reason.FromTheFuture => "the events told of a time ahead of this clock: set the clocks",
        Reason.NovaUnavailable or Reason.NotPermitted => "Nova could not be asked: 'novafence check' says whether it can be now",
        Reason.LedgerFull => $"{Listed(hosts, "", "a host")} had more alerts than a record keeps: alert on the host, and not on each of its symptoms",
        Reason.Gone => $"Nova did not list {Listed(hosts, "", "the host")} any more",
        null => "what for was not kept: 'novafence events --verdict held' shows it",
        _ => $"see docs/workflow.md on it ({Listed(hosts, "", "no host")})",
    };

    private static string Listed(List<string> names, string what, string none)
    {
        if (names.Count == 0)
            return none;
        var kind = what.Length == 0 ? "" : names.Count == 1 ? $"{what} " : $"{what}s ";
        return kind + Excerpt.Names(names, Named);
    }

    private static string Times(int count) => count == 1 ? "once" : FormattableString.Invariant($"{count} times");

    private static string Since(Report report)
    {
        // By minutes: between the question and the report a moment has passed.
        var minutes = (int)Math.Round((report.At - report.Since).TotalMinutes);
        return minutes switch
        {
            _ when minutes > 0 && minutes % (24 * 60) == 0 => FormattableString.Invariant($"In the last {Counted(minutes / (24 * 60), "day")}"),
            _ when minutes > 0 && minutes % 60 == 0 => FormattableString.Invariant($"In the last {Counted(minutes / 60, "hour")}"),
            _ => FormattableString.Invariant($"Since {report.Since:u}"),
        };
    }

    private static string Counted(int count, string unit) => count == 1 ? unit : FormattableString.Invariant($"{count} {unit}s");
}
