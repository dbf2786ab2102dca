using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;

namespace NovaFence.Http.Page;

/// <summary>Something that a button of the page does.</summary>
/// <param name="Name">As the form names it.</param>
/// <param name="Title">What stands on the button.</param>
/// <param name="Does">What happens, for whoever is asked for a reason.</param>
/// <param name="IsGrave">Whether servers may be harmed where it is wrong.</param>
public sealed record PageAction(string Name, string Title, string Does, bool IsGrave)
{
    internal static readonly PageAction LetThrough = new("let-through", "Let through", "Nova is told that this host is down, so that its servers can be evacuated. Do this only where you have seen that the machine is off: otherwise a server may run twice and corrupt its disk. It goes past evidence, storm and budget.", true);
    internal static readonly PageAction ForceDown = LetThrough with { Name = "force-down", Title = "Force down" };
    internal static readonly PageAction Unset = new("unset", "Unset", "Nova is told that this host is up again, and schedules servers on it. Do this only where it runs and its servers were not started elsewhere. What fires for it now is passed over from then on.", true);
    internal static readonly PageAction Pause = new("pause", "Pause", "NovaFence leaves this host alone: alerts are recorded and held, and nothing is sent to Nova, until the pause ends. If it is down it stays down.", false);
    internal static readonly PageAction Resume = new("resume", "Resume", "NovaFence acts on this host again. What was held meanwhile is decided anew.", false);
    internal static readonly PageAction PauseAll = new("pause-all", "Pause everything", "NovaFence leaves every host alone: alerts are recorded and held, and nothing is sent to Nova, until the pause ends. Hosts that are down stay down.", false);
    internal static readonly PageAction ResumeAll = new("resume-all", "Resume everything", "NovaFence acts again. What was held meanwhile is decided anew.", false);
    internal static readonly PageAction EndStorm = new("end-storm", "The storm is over", "Hosts that nothing but the storm holds may be forced down at once, within the budget and after a look at each. Rule out the network and the monitoring first.", true);

    private static readonly IReadOnlyList<PageAction> All = [LetThrough, ForceDown, Unset, Pause, Resume, PauseAll, ResumeAll, EndStorm];

    /// <summary>Whether it is of no host.</summary>
    internal bool IsOfAll => this == PauseAll || this == ResumeAll || this == EndStorm;

    /// <summary>Whether it is asked for how long.</summary>
    internal bool Lasts => this == Pause || this == PauseAll;

    /// <summary>The action of this name; null for none.</summary>
    internal static PageAction? Named(string? name) => All.FirstOrDefault(action => action.Name == name);

    /// <summary>What can be done about a host as it is.</summary>
    internal static IEnumerable<PageAction> Of(HostView host)
    {
        if (!host.Known)
        {
            // Of an alert that names no host of Nova's nothing can be let through; a record of a host that Nova no longer lists can be unset.
            if (host.State != HostState.Clear)
                yield return Unset;
            yield break;
        }

        if (host.Held)
            yield return LetThrough;
        if (host.State != HostState.Clear || Wording.IsForcedDown(host))
            yield return Unset;
        else if (!host.Held)
            yield return ForceDown;
        // A drill is ended as a pause is.
        yield return host.Paused?.Host is null ? Pause : Resume;
    }

    /// <summary>The version of what all hosts share: what a form about everything is bound to.</summary>
    internal string VersionOfAll(FleetSnapshot fleet)
    {
        var everything = fleet.Status.Pauses.FirstOrDefault(pause => pause.Host is null);
        var version = FormattableString.Invariant($"{everything?.Since.UtcTicks ?? 0}-{(fleet.Status.Storm is { IsOpen: true } ? 1 : 0)}");
        if (this != EndStorm)
            return version;
        // The storm that was shown, and not another one that came after it.
        var since = fleet.Hosts.SelectMany(host => host.Alerts).Where(alert => alert.Held is { Reason: Reason.Storm }).Min(alert => (DateTimeOffset?)alert.Held!.Since);
        return FormattableString.Invariant($"{version}-{fleet.Status.Storm?.LastEndedAt?.UtcTicks ?? 0}-{since?.UtcTicks ?? 0}");
    }
}
