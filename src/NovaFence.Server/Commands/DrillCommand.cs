using System.CommandLine;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Http.Answers;
using NovaFence.Server.Hosting;
using NovaFence.Server.Printing;
using NovaFence.Server.Remote;

namespace NovaFence.Server.Commands;

/// <summary><c>novafence drill HOST --reason TEXT [--for 15m]</c>: waits for the host's alert, and shows where each second went.</summary>
internal static class DrillCommand
{
    /// <summary>Events that are looked at each time.</summary>
    internal const int Events = 100;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>Clocks of this machine and of the server may differ: what happened so shortly before is looked at too, and passed over where it was there already.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    internal static Command Create()
    {
        var host = new Argument<string>("HOST") { Description = "A compute host that is up." };
        Misspelt.RefuseOptions(host);
        var duration = new Option<string>("--for") { Description = "How long it is waited for the alert: 90s, 5m, 15m at most.", HelpName = "TIME", DefaultValueFactory = _ => "15m" };
        duration.Validators.Add(result =>
        {
            if (result.Tokens is [var only] && (!PauseDuration.TryParse(only.Value, out var read) || read > Pause.LongestDrill || read <= TimeSpan.Zero))
                result.AddError(FormattableString.Invariant($"--for takes {PauseDuration.Forms}, {Pause.LongestDrill.TotalMinutes} minutes at most"));
        });
        var reason = new Option<string>("--reason") { Description = "Why, for whoever reads of it later.", HelpName = "TEXT", Required = true };
        var command = new Command(
            "drill",
            "Rehearse a host's alert: make it fire, and see when it began, was received and was decided, and what was missing. The host lives, and nothing is sent to Nova; it ends by itself, by Ctrl+C, and is meant as soon as the host really reports no more. Exit code 0 when the alert would have forced the host down.")
        {
            host, duration, reason,
        };
        var asking = Asking.For(command);
        HostNamesCompleted.For(host, asking);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var time = PauseDuration.TryParse(parsed.GetValue(duration), out var read) ? read : Pause.LongestDrill;
            var wanted = new Wanted(parsed.GetValue(host)!, time, parsed.GetValue(reason)!, asking.WantsJson(parsed));
            var (server, ca, config) = asking.Whom(parsed);
            PrintedCommands.AreFor(server, ca, config);
            if (server is null)
            {
                return await DirectCommand.RunAsync(
                    config, false, (services, stop) => RunAsync(new DirectDrill(services.GetRequiredService<IPauses>(), services.GetRequiredService<IHostDirectory>()), wanted, stop), cancellationToken);
            }

            using var client = ServerClient.For(server, ca);
            return await RunAsync(new ServerDrill(client), wanted, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(IDrillSide side, Wanted wanted, CancellationToken cancellationToken)
    {
        var since = DateTimeOffset.UtcNow - Skew;
        var before = await side.EventsAsync(since, cancellationToken);
        if (before is Answered<EventsAnswer>.Refused unread)
            return await DirectCommand.RefuseAsync(PlainText.Line(unread.Why));
        var begun = await side.BeginAsync(wanted.Host, wanted.Time, wanted.Reason, cancellationToken);
        if (begun is not Answered<PausesAnswer>.Ok { Value.Pauses: var pauses } || pauses.LastOrDefault(pause => pause is { Drill: true, Host: not null } && pause.Reason == Core.Alerts.Excerpt.Cut(wanted.Reason, Pause.MaxReasonLength)) is not { } drill)
            return await DirectCommand.RefuseAsync(PlainText.Line(begun is Answered<PausesAnswer>.Refused refused ? refused.Why : "the server knows no drill: it is of an earlier version"));
        Screen.WriteWrapped($"A drill of {drill.Host} runs until {drill.Until:u}. Make its alert fire now; nothing is sent to Nova while the host reports. Ctrl+C ends it.", Screen.Hang, toError: true);
        var known = ((Answered<EventsAnswer>.Ok)before).Value.Events.Select(happened => happened.Id).ToHashSet(StringComparer.Ordinal);
        DrillReport report;
        try
        {
            report = await WatchAsync(side, drill, since, known, cancellationToken);
        }
        finally
        {
            // However it ends: what was paused for a rehearsal must not stay so.
            if (await EndAsync(side, drill) is Answered<PausesAnswer>.Refused notEnded)
                Screen.WriteWrapped(PlainText.Line($"novafence: it ends by itself at {drill.Until:u}; it could not be ended now: {notEnded.Why}"), Screen.Hang, toError: true);
        }

        DrillPrinted.Print(report, wanted.Json);
        return report.Decided is not null && !report.BecameReal ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>Ends this drill, and not what somebody has put in its place: a host that is left to its maintenance by now stays so.</summary>
    private static async Task<Answered<PausesAnswer>> EndAsync(IDrillSide side, Pause drill)
    {
        var holding = await side.PausesAsync();
        return holding is Answered<PausesAnswer>.Ok { Value.Pauses: var pauses } && pauses.Any(pause => pause.Drill && pause.Host == drill.Host && pause.Since == drill.Since) ? await side.EndAsync(drill.Host!) : holding;
    }

    /// <summary>Until an alert comes that would have forced the host down, the time is over, or somebody ends it.</summary>
    private static async Task<DrillReport> WatchAsync(IDrillSide side, Pause drill, DateTimeOffset since, HashSet<string> known, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        var ends = DateTimeOffset.UtcNow + (drill.Until!.Value - drill.Since);
        while (!cancellationToken.IsCancellationRequested && DateTimeOffset.UtcNow < ends)
        {
            if (await side.EventsAsync(since, cancellationToken) is Answered<EventsAnswer>.Ok { Value.Events: var events })
            {
                foreach (var happened in events.Where(happened => known.Add(happened.Id)).Select(StoredEvent.Of).Reverse())
                {
                    var isOfHost = string.Equals(happened.Host, drill.Host, StringComparison.OrdinalIgnoreCase);
                    if (isOfHost && happened.Kind is "intent" or "late force-down")
                        return Seen(happened, drill, missing) with { BecameReal = true };
                    if (isOfHost && happened is { AlertStatus: "firing", Verdict: "observed" })
                        return Seen(happened, drill, missing);
                    if (happened.AlertStatus == "firing" && (isOfHost || happened.Title == Reason.UnknownHost.Title()))
                    {
                        var said = $"{happened.AlertName}, of {happened.Host}: {happened.What}, {happened.Reason}";
                        missing.Add(said);
                        Screen.WriteWrapped(PlainText.Line(said), Screen.Hang, toError: true);
                    }
                }
            }

            await Task.Delay(Every, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (missing.Count == 0)
            missing.Add($"no alert that names {drill.Host} was received: see whether its rule fires, and whether Alertmanager or PagerDuty sends it here");
        return new DrillReport { Host = drill.Host!, From = drill.Since, Missing = missing };
    }

    private static DrillReport Seen(StoredEvent happened, Pause drill, List<string> missing) => new()
    {
        Host = drill.Host!,
        From = drill.Since,
        Alert = happened.AlertName,
        Began = happened.BeganAt,
        Received = happened.ReceivedAt,
        Looked = happened.LookedAt,
        Decided = happened.At,
        Reason = happened.Reason,
        Missing = missing,
    };

    /// <summary>What was asked for.</summary>
    private sealed record Wanted(string Host, TimeSpan Time, string Reason, bool Json);
}
