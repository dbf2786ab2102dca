using System.Globalization;
using NovaFence.Core.Audit;

namespace NovaFence.Server.Printing;

/// <summary>How it is, as it is printed: the sentence, what a person is needed for, and a line for each number.</summary>
internal static class StatusPrinted
{
    private const int Indent = 12;

    internal static void Print(Status status)
    {
        Screen.WriteWrapped(PlainText.Line(status.Summary), 0);
        if (status.Because.Count > 1)
        {
            foreach (var why in status.Because)
                Screen.WriteWrapped($"  - {PlainText.Line(why)}", 4);
        }

        foreach (var (name, words) in Lines(status))
            Screen.WriteWrapped($"{name.PadRight(Indent)}{PlainText.Line(words)}", Indent);
    }

    private static IEnumerable<(string Name, string Words)> Lines(Status status)
    {
        if (status.Hosts is { } hosts)
            yield return ("hosts", Invariant($"{hosts.Known} known, {hosts.Down} down, {hosts.Changing} changing, {hosts.Held} held, {hosts.NeedAPerson} for a person"));
        if (status.Budget is { } budget)
            yield return ("budget", Invariant($"{budget.Used} of {budget.Limit} held down; {budget.ForcedDown} of {budget.ForcedDownLimit} forced down, those of others included; {budget.WithinTheHour} of {budget.PerHour} within the hour"));
        if (status.Storm is { } storm)
            yield return ("storm", Invariant($"{storm.AlertingHosts} hosts alert, more than {storm.Limit} are one{(storm.IsOpen ? ": every force-down is held" : "")}"));
        yield return ("mode", status.Mode);
        foreach (var pause in status.Pauses)
            yield return (pause.Drill ? "drill" : "paused", $"{pause.Host ?? "everything"}, {(pause.Until is { } until ? $"until {At(until)}" : "until somebody resumes")}: {pause.Reason} (by {pause.By})");
        yield return ("nova", $"{(status.Nova.ListedAt is { } listedAt ? Invariant($"{status.Nova.Services} compute services at {At(listedAt)}") : "not asked yet")}{(status.Nova.Place is { } cloud ? $", {cloud}" : "")}");
        yield return ("ledger", $"{status.Ledger.Place ?? "not known"}{(status.Ledger.Partition is { } partition ? $", partition {partition}" : "")}");
        if (status.Watchdog is { } watchdog)
            yield return ("watchdog", $"{(watchdog.HeardAt is { } heardAt ? $"heard at {At(heardAt)}" : "never heard")}{(watchdog.IsSilent ? ": silent for too long" : "")}");
        yield return ("audit", status.Audit.At is { } at ? Invariant($"{At(at)}, {status.Audit.Findings} findings, {status.Audit.NeedAPerson} for a person") : "none yet");
        yield return ("novafence", $"{status.Version}, {status.Instance}");
    }

    private static string At(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString words) => FormattableString.Invariant(words);
}
