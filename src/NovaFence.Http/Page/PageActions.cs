using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Http.Endpoints;

namespace NovaFence.Http.Page;

/// <summary>Carries out what a form asks for: once, and only while the host is as it was shown.</summary>
internal sealed class PageActions(IFencer fencer, IPauses pauses, IHostDirectory directory, FleetSnapshots snapshots, TimeProvider clock)
{
    /// <summary>Longest time for one command, as over the API.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(30);

    /// <summary>For so long the same form that comes again is answered and not done again.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(10);

    private const int MostKept = 1000;
    private const int MaxKeyLength = 64;

    private readonly ConcurrentDictionary<string, (Task<Result> Result, DateTimeOffset At)> _done = new(StringComparer.Ordinal);

    /// <summary>What became of a form.</summary>
    /// <param name="Status">The HTTP status.</param>
    /// <param name="Notice">For the person.</param>
    /// <param name="Host">The host that it is about; null for all.</param>
    /// <param name="Here">Which part of the page sent it.</param>
    internal sealed record Result(int Status, NoticeView Notice, string? Host = null, string Here = "")
    {
        internal static Result Refused(int status, string why) => new(status, new NoticeView(why, IsError: true));

        internal static Result Done(string what) => new(StatusCodes.Status200OK, new NoticeView(what, IsError: false));
    }

    internal async Task<Result> DoAsync(Session session, PageForm form)
    {
        var host = form["host"] is { Length: > 0 } named ? named : null;
        var (version, key) = (form["version"], form["key"]);
        Result Here(Result result) => result with { Host = host, Here = form["here"] };
        if (PageAction.Named(form["action"]) is not { } action || action.IsOfAll != (host is null) || (host is not null && !HostName.IsOne(host)) || key is not { Length: > 0 and <= MaxKeyLength })
            return Here(Result.Refused(StatusCodes.Status400BadRequest, "The form is not one of this page's, so nothing was done."));
        if (!session.IsTokenFor(action.Name, host, version, form["token"]))
            return Here(Result.Refused(StatusCodes.Status403Forbidden, "The form is not of this session, or was changed on its way: nothing was done. Open the page anew."));
        if (form["reason"].Trim() is not { Length: > 0 } reason)
            return Here(Result.Refused(StatusCodes.Status422UnprocessableEntity, "Say why: it is recorded, and whoever comes next wants to know."));
        TimeSpan? duration = null;
        if (action.Lasts && form["for"] is { Length: > 0 } text)
        {
            if (!PauseDuration.TryParse(text, out var given))
                return Here(Result.Refused(StatusCodes.Status400BadRequest, $"For how long is {PauseDuration.Forms}."));
            duration = given;
        }

        Forget();
        // A button that is pressed twice, or a request that a browser sends again, is one word of the operator.
        var fresh = new TaskCompletionSource<Result>(TaskCreationOptions.RunContinuationsAsynchronously);
        var id = $"{session.Claims.Id}\n{key}";
        var kept = _done.GetOrAdd(id, (fresh.Task, clock.GetUtcNow()));
        if (kept.Result == fresh.Task)
        {
            try
            {
                fresh.SetResult(await CarryOutAsync(session, action, host, version, reason, duration));
            }
            catch (Exception failed)
            {
                fresh.SetException(failed);
                throw;
            }
            finally
            {
                snapshots.Forget();
                // What was not done may be asked for again.
                if (fresh.Task is not { IsCompletedSuccessfully: true, Result.Status: StatusCodes.Status200OK })
                    _done.TryRemove(id, out _);
            }
        }

        return Here(await kept.Result);
    }

    private Task<Result> CarryOutAsync(Session session, PageAction action, string? host, string version, string reason, TimeSpan? duration) =>
        action == PageAction.LetThrough || action == PageAction.ForceDown || action == PageAction.Unset
            ? CommandAsync(new OperatorCommand(host!, action != PageAction.Unset, reason, session.By) { IfVersion = version })
            : PauseAsync(session, action, host, version, reason, duration);

    private async Task<Result> CommandAsync(OperatorCommand command)
    {
        using var deadline = new CancellationTokenSource(Within, clock);
        Outcome outcome;
        try
        {
            outcome = await fencer.CommandAsync(command, deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return Result.Refused(StatusCodes.Status503ServiceUnavailable, "It took too long. What was begun is in the ledger and the audit finishes it; look again.");
        }

        var did = outcome.Verdict.Kind switch
        {
            VerdictKind.ForceDown => "forced down, confirmed by Nova; ",
            VerdictKind.Unset => "unset, confirmed by Nova; ",
            _ => "",
        };
        var text = $"{outcome.Host}: {did}{outcome.Verdict.Text}";
        return outcome switch
        {
            { Verdict.Reason: Reason.ChangedSince } => Result.Refused(StatusCodes.Status409Conflict, "It has changed since it was shown to you. Look again, and say it again if it still holds."),
            { MayPass: true } => Result.Refused(StatusCodes.Status503ServiceUnavailable, text),
            { Verdict.Kind: VerdictKind.Held or VerdictKind.Failed } => Result.Refused(StatusCodes.Status422UnprocessableEntity, text),
            { Verdict.Kind: VerdictKind.Recorded } => Result.Done($"{text}. It is recorded and not done yet; it is tried again."),
            _ => Result.Done(text),
        };
    }

    private async Task<Result> PauseAsync(Session session, PageAction action, string? host, string version, string reason, TimeSpan? duration)
    {
        var now = host is null
            ? action.VersionOfAll(await snapshots.GetAsync(CancellationToken.None))
            : (await directory.FindAsync(host, CancellationToken.None) as LedgerResult<HostView?>.Ok)?.Value?.Version;
        if (now != version)
            return Result.Refused(StatusCodes.Status409Conflict, "It has changed since it was shown to you. Look again, and say it again if it still holds.");
        var by = action.Lasts ? session.By : $"{session.By}: {reason}";
        var result = action switch
        {
            _ when action == PageAction.EndStorm => await pauses.ResumeStormAsync(by, CancellationToken.None),
            { Lasts: true } => await pauses.PauseAsync(host, duration, reason, by, CancellationToken.None),
            _ => await pauses.ResumeAsync(host, by, CancellationToken.None),
        };
        var what = host is null ? action.Title : $"{host}: {action.Title}";
        return result switch
        {
            PauseResult.Done => Result.Done($"{what}: done."),
            PauseResult.Refused refused => Result.Refused(StatusCodes.Status422UnprocessableEntity, refused.Why),
            PauseResult.Unavailable unavailable => Result.Refused(StatusCodes.Status503ServiceUnavailable, unavailable.Why),
            _ => throw new InvalidOperationException("a result of no known kind"),
        };
    }

    private void Forget()
    {
        var now = clock.GetUtcNow();
        foreach (var (key, (_, at)) in _done)
        {
            if (now - at > KeptFor || _done.Count > MostKept)
                _done.TryRemove(key, out _);
        }
    }
}
