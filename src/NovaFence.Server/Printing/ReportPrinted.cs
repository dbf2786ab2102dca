using System.Globalization;
using NovaFence.Core.Audit;

namespace NovaFence.Server.Printing;

/// <summary>A report, as it is printed: a row for each host, what is to be done, and in the last line what it comes to.</summary>
internal static class ReportPrinted
{
    private static readonly Table Shape = new(["HOST", "WOULD DOWN", "WOULD UNSET", "LEFT", "DOWN", "UNSET", "HELD"], ["FORCED DOWN FOR", "HELD FOR"]);

    internal static void Print(Report report)
    {
        if (report.Hosts.Count > 0)
            Shape.Print([.. report.Hosts.Select(Row)]);
        foreach (var note in report.Notes)
            Screen.WriteWrapped($"novafence: {note}", Screen.Hang, toError: true);
        if (report.ToDo.Count > 1)
        {
            foreach (var toDo in report.ToDo)
                Screen.WriteWrapped($"  - {toDo}", Screen.Hang);
        }

        Screen.WriteWrapped(report.Summary, 0);
    }

    private static TableRow Row(HostReport host) => new(
        [
            host.Known || host.Host == "-" ? host.Host : $"{host.Host} (not in Nova)",
            Often(host.WouldForceDown),
            Often(host.WouldUnset),
            Often(host.LeftToOperator),
            Often(host.ForcedDown),
            Often(host.Unset),
            host.Held.Sum(hold => hold.Times.Count) is > 0 and var held ? held.ToString(CultureInfo.InvariantCulture) : "",
        ],
        [new Paragraph(Down(host)), new Paragraph(string.Join("; ", host.Held.Select(Held)))]);

    /// <summary>What forced it down, or would have, and when.</summary>
    private static string Down(HostReport host)
    {
        List<string> parts = [];
        if (host.Alerts.Count > 0)
            parts.Add(Names(host.Alerts, host.MoreAlerts));
        if (host.WouldForceDown.Count > 0)
            parts.Add($"would have been {When(host.WouldForceDown)}");
        if (host.WouldBeDownSince is { } since)
            parts.Add($"would be down now, since {At(since)}");
        if (host.ForcedDown.Count > 0)
            parts.Add($"was {When(host.ForcedDown)}");
        return string.Join("; ", parts);
    }

    private static string Held(ReportedHold hold) => Invariant($"held {hold.Times.Count}: {hold.Reason} ({Names(hold.Alerts, hold.MoreAlerts)}; {When(hold.Times)})");

    private static string Names(IReadOnlyList<string> names, int more) => more == 0 ? string.Join(", ", names) : Invariant($"{string.Join(", ", names)} and {more} more");

    private static string Often(ReportedTimes times) => times.Count == 0 ? "" : times.Count.ToString(CultureInfo.InvariantCulture);

    private static string When(ReportedTimes times) => times.Count == 1 ? At(times.First) : $"first {At(times.First)}, last {At(times.Last)}";

    private static string At(DateTimeOffset? moment) => moment?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "-";

    private static string Invariant(FormattableString words) => FormattableString.Invariant(words);
}
