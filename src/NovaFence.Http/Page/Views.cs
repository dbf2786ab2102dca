using System.Globalization;
using Microsoft.AspNetCore.Html;
using NovaFence.Core.Audit;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Http.Answers;

namespace NovaFence.Http.Page;

/// <summary>A button.</summary>
/// <param name="Action">What it does.</param>
/// <param name="Host">To which host; null for all.</param>
/// <param name="Version">The version that is shown.</param>
/// <param name="Token">The form's token.</param>
public sealed record ButtonView(PageAction Action, string? Host, string Version, string Token);

/// <summary>What the whole page has. Public, as are the others, because the classes that RazorSlices generates are.</summary>
/// <param name="Title">The window's title.</param>
/// <param name="Session">Who looks; null before signing in.</param>
/// <param name="IsSandbox">Whether no real cloud stands behind it.</param>
public sealed record FrameView(string Title, Session? Session, bool IsSandbox);

/// <summary>The page before anybody signed in.</summary>
/// <param name="Frame">The whole page's.</param>
/// <param name="Error">Why nobody was signed in; null where nobody has tried.</param>
/// <param name="Name">The name that was given.</param>
public sealed record SignInView(FrameView Frame, string? Error, string Name);

/// <summary>The fleet's part that is fetched again.</summary>
/// <param name="Fleet">What is so.</param>
/// <param name="Rows">The hosts that are listed.</param>
/// <param name="Quiet">How many are not.</param>
/// <param name="ShowsAll">Whether all were asked for.</param>
/// <param name="Buttons">What can be done about everything.</param>
/// <param name="Here">Where this part is fetched again.</param>
public sealed record FleetView(FleetSnapshot Fleet, IReadOnlyList<HostRowView> Rows, int Quiet, bool ShowsAll, IReadOnlyList<ButtonView> Buttons, string Here)
{
    /// <summary>Without what is held: that stands with its host.</summary>
    internal IReadOnlyList<Finding> Findings => [.. Fleet.Findings.Where(finding => finding.Kind != FindingKind.Held)];
}

/// <summary>The fleet's page.</summary>
/// <param name="Frame">The whole page's.</param>
/// <param name="Fleet">Its part that is fetched again.</param>
public sealed record HomeView(FrameView Frame, FleetView Fleet);

/// <summary>One host in the list.</summary>
/// <param name="Host">The host.</param>
/// <param name="Buttons">What can be done about it.</param>
public sealed record HostRowView(HostView Host, IReadOnlyList<ButtonView> Buttons)
{
    /// <summary>Since when it is as it is, UTC; null where that is not known.</summary>
    internal DateTimeOffset? Since => Host.Held ? Host.Alerts.FirstOrDefault(alert => alert.Held is not null)?.Held?.Since : Host.State == HostState.Clear ? null : Host.ConfirmedAt;

    internal string StateWord => Wording.State(Host);

    internal HtmlString Nova => Wording.Nova(Host);

    internal string Next => Wording.Next(Host);

    internal string Why => (Host.Held ? Host.Reason : Host.ToDo ?? (Host.State == HostState.Clear ? null : Host.Reason)) ?? "";

    internal string Lacks => Wording.Lacks(Host.Release);
}

/// <summary>One host's part that is fetched again.</summary>
/// <param name="Row">The host.</param>
/// <param name="Events">Its newest events.</param>
/// <param name="Findings">What the last audit found of it.</param>
/// <param name="Timelines">The pictures of its last hour, where anything happened then, and of its last day.</param>
/// <param name="Trouble">Why something is missing; null where nothing is.</param>
/// <param name="Here">Where this part is fetched again.</param>
public sealed record HostPartView(HostRowView Row, IReadOnlyList<StoredEvent> Events, IReadOnlyList<Finding> Findings, IReadOnlyList<Timeline> Timelines, string? Trouble, string Here)
{
    /// <summary>Whether nothing of it could be read: then it is neither up nor down.</summary>
    internal bool IsUnread { get; init; }
}

/// <summary>One host's page.</summary>
/// <param name="Frame">The whole page's.</param>
/// <param name="Part">Its part that is fetched again.</param>
public sealed record HostPageView(FrameView Frame, HostPartView Part);

/// <summary>What became of a form.</summary>
/// <param name="Text">For the person.</param>
/// <param name="IsError">Whether it was not done.</param>
public sealed record NoticeView(string Text, bool IsError);

/// <summary>A page that says one thing.</summary>
/// <param name="Frame">The whole page's.</param>
/// <param name="Notice">What it says.</param>
public sealed record MessageView(FrameView Frame, NoticeView Notice);

/// <summary>Words of the page.</summary>
internal static class Wording
{
    internal static string State(HostView host) => host switch
    {
        { Known: false, Host.Length: 0 } => "no host named",
        { Held: true } when host.Alerts.Any(alert => alert.Held?.Reason == Reason.Overruled) => "up, its alert passed over",
        { Held: true } => "held",
        { State: HostState.ForcingDown } => "forcing down",
        { State: HostState.Down } => "forced down",
        { State: HostState.Releasing } => "being unset",
        { State: HostState.AwaitingRestart } => "awaiting restart",
        { State: HostState.AwaitingHeartbeat } => "awaiting heartbeat",
        _ when IsForcedDown(host) => "forced down by another hand",
        _ => "up",
    };

    internal static string Pause(Pause pause) => pause.Drill ? "drill" : "paused";

    internal static string Paused(Pause pause) => pause.Host is { } host ? $"{Core.Alerts.Excerpt.Of(host)}: {Pause(pause)}" : Pause(pause);

    /// <summary>Whether Nova has it forced down, as far as is known: what was confirmed after the last listing is newer than that.</summary>
    internal static bool IsForcedDown(HostView host) => IsConfirmedSince(host) ? host.State is not (HostState.Clear or HostState.ForcingDown) : host.Nova is { ForcedDown: true };

    /// <summary>What Nova says of it, and how old that is.</summary>
    internal static HtmlString Nova(HostView host) => host.Nova switch
    {
        _ when IsConfirmedSince(host) => After(IsForcedDown(host) ? "forced down, confirmed " : "not forced down, confirmed ", host.ConfirmedAt),
        null => new("not listed"),
        { ForcedDown: true } => After("forced down, row written ", host.Nova.UpdatedAt),
        { State: ServiceState.Up } => After($"up{Disabled(host.Nova)}, last report ", host.Nova.UpdatedAt),
        { State: ServiceState.Down } => After($"down{Disabled(host.Nova)}, last report ", host.Nova.UpdatedAt),
        _ => new("unknown"),
    };

    /// <summary>What a person does next about it, in one sentence; empty where nothing.</summary>
    internal static string Next(HostView host) => host.Alerts.FirstOrDefault(alert => alert.Held is not null && host.Held)?.Held?.Reason switch
    {
        Reason.NoEvidence => "See whether the machine is off. If it is: Let through. If it runs: leave it, and look at the alert's rule.",
        Reason.Storm => "Rule out the network and the monitoring, then say that the storm is over. If this machine alone is off: Let through.",
        Reason.Budget or Reason.Rate => "It goes down when a place is free. If it is off and cannot wait: Let through.",
        Reason.Flapping => "Find out why it comes and goes. If it is off: Let through.",
        Reason.Foreign => "Ask who forced it down: they unset it.",
        Reason.Contradicted => "It reports to Nova, so it is decided anew by itself. See whether it is off.",
        Reason.CheckingPower => "Nothing: its BMC is asked again within seconds.",
        Reason.PowerOn => "Its machine runs. See why the alert fires; if it hangs, switch it off, and it goes on by itself.",
        Reason.GoingOff => "Nothing: its machine is going off, and is asked again.",
        Reason.WrongMachine or Reason.PowerUnknown or Reason.PowerRefused or Reason.PowerNotTrusted or Reason.PowerRedirected or Reason.PowerBusy or Reason.PowerUnreachable or Reason.PowerNotConfigured =>
            "See what its BMC says: novafence power. If it is off and cannot wait: Let through.",
        Reason.Overruled => "Nothing: an operator unset it. If it is off after all: Let through.",
        Reason.Paused => "Nothing until the pause ends.",
        Reason.MonitoringSilent => "See whether Prometheus and Alertmanager work.",
        not null => "See its page.",
        _ when host.State == HostState.Down && host.Owner == "operator" => "An operator forced it down, and unsets it.",
        _ when host.State == HostState.Down && host.ToDo is null && host.Release is null => "Nothing now. It is unset as its route says once its alerts end.",
        _ => "",
    };

    private static bool IsConfirmedSince(HostView host) => host.ConfirmedAt > (host.Nova?.ListedAt ?? DateTimeOffset.MaxValue);

    private static string Disabled(NovaView nova) => nova.Disabled == true ? ", disabled" : "";

    internal static string Lacks(ReleaseView? release)
    {
        if (release is null)
            return "";
        var parts = new List<string>();
        if (release is { Reports: { } reports, ReportsWanted: { } wanted })
            parts.Add(FormattableString.Invariant($"{reports} of {wanted} reports"));
        if (release.SettlesAt is { } settles)
            parts.Add(FormattableString.Invariant($"settling until {settles:HH:mm:ss}Z"));
        if (release.Lacks is { } lacks)
            parts.Add(lacks);
        return string.Join(", ", parts);
    }

    /// <summary>A moment, of which the browser makes an age. All of it is digits, and needs no encoding.</summary>
    internal static HtmlString Time(DateTimeOffset at) =>
        new($"<time datetime=\"{at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}\" title=\"{Utc(at)}\">{Utc(at)}</time>");

    /// <summary>Words of ours, and a moment.</summary>
    internal static HtmlString After(string words, DateTimeOffset? at) => new(at is { } moment ? $"{words}{Time(moment)}" : words);

    internal static HtmlString Nothing { get; } = new("");

    /// <summary>A moment for a person whose browser has not made an age of it.</summary>
    internal static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>What an element's class says of it; a word of ours, never a sender's.</summary>
    internal static string Tone(HostView host) => host switch
    {
        { NeedsAPerson: true } => "needs",
        { State: HostState.Clear, Nova.ForcedDown: not true } => "quiet",
        _ => "down",
    };
}
