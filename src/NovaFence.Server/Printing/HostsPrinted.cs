using System.Text.Json;
using NovaFence.Core.Cloud;
using NovaFence.Core.Hosts;
using NovaFence.Http.Answers;

namespace NovaFence.Server.Printing;

/// <summary>The hosts, as they are printed.</summary>
internal static class HostsPrinted
{
    private static readonly Table Shape = new(["HOST", "STATE", "NOVA", "HELD", "PAUSED", "OWNER"], ["REASON", "LET THROUGH WITH"]);

    internal static void Print(HostsAnswer answer, DateTimeOffset now)
    {
        // The pause of everything stands with every host, and is said once.
        PausesPrinted.Print(answer.Hosts.Select(host => host.Paused).OfType<Pause>().Distinct());
        Shape.Print([.. answer.Hosts.Select(host => Row(host, now))]);
        Screen.WriteWrapped(Heard(answer, now), Screen.Hang, toError: true);
    }

    /// <summary>How old the column NOVA is, and why it is no younger.</summary>
    internal static string Heard(HostsAnswer answer, DateTimeOffset now)
    {
        var heard = answer.Hosts.Max(host => host.Nova?.ListedAt) is { } listedAt
            ? $"NOVA is what Nova said {Ago.Of(now - listedAt)} ago, with the age of nova-compute's last report."
            : "Nova has not said anything yet, so NOVA is not known.";
        return answer.NovaFailure is { } why ? $"{heard} It could not be asked again: {why}" : heard;
    }

    private static TableRow Row(HostView view, DateTimeOffset now) => new(
        [
            view.Host.Length == 0 ? "-" : view.Host,
            JsonSerializer.Serialize(view.State, PrintJson.Default.HostState).Trim('"') + (view.Known ? "" : " (not in Nova)"),
            Nova(view.Nova, now),
            view.Held ? "held" : "",
            view.Paused switch { null => "", { Drill: true } => "drill", _ => "paused" },
            view.Owner == "none" ? "" : view.Owner,
        ],
        [new Paragraph((view.Held ? view.Reason : view.ToDo ?? view.Reason) ?? ""), new Paragraph(view.Command ?? "", IsWhole: true)],
        view.NeedsAPerson);

    private static string Nova(NovaView? nova, DateTimeOffset now)
    {
        if (nova is null)
            return "-";
        var state = nova switch
        {
            { ForcedDown: true } => "forced",
            { State: ServiceState.Up } => "up",
            { State: ServiceState.Down } => "down",
            _ => "unknown",
        };
        var age = nova.ReportAgeS is { } seconds ? $", {Ago.Of(TimeSpan.FromSeconds(seconds) + (now - nova.ListedAt))}" : "";
        return $"{state}{(nova.Disabled == true ? ", disabled" : "")}{age}";
    }
}

/// <summary>How long something is ago, in one unit.</summary>
internal static class Ago
{
    internal static string Of(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => "0 s",
        { TotalSeconds: < 120 } => FormattableString.Invariant($"{(int)time.TotalSeconds} s"),
        { TotalMinutes: < 120 } => FormattableString.Invariant($"{(int)time.TotalMinutes} min"),
        { TotalHours: < 48 } => FormattableString.Invariant($"{(int)time.TotalHours} h"),
        _ => FormattableString.Invariant($"{(int)time.TotalDays} d"),
    };
}
