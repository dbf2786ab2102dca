using Microsoft.Extensions.Logging;
using NovaFence.Core.Alerts;
using NovaFence.Core.Decisions;
using NovaFence.Core.Ledger;
using NovaFence.Core.Options;

namespace NovaFence.Core.Hosts;

/// <inheritdoc />
internal sealed partial class Pauses(NovaFenceOptions options, LedgerCache ledger, FleetCache fleet, HostSchedule schedule, RunningAttempts running, TimeProvider clock, ILogger<Pauses> logger) : IPauses
{
    /// <inheritdoc />
    public async Task<PauseResult> ListAsync(CancellationToken cancellationToken) =>
        await ledger.ReadAsync<PauseResult>(transaction => Done(transaction, changed: false), cancellationToken) switch
        {
            LedgerResult<PauseResult>.Ok done => done.Value,
            LedgerResult<PauseResult>.Unavailable unavailable => new PauseResult.Unavailable(unavailable.Why),
            _ => throw new InvalidOperationException("a result of no known kind"),
        };

    /// <inheritdoc />
    public async Task<PauseResult> PauseAsync(string? host, TimeSpan? duration, string reason, string by, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(reason))
            return new PauseResult.Refused("A pause needs a reason: whoever is woken by a held alert will want to know.");
        if (duration <= TimeSpan.Zero)
            return new PauseResult.Refused("A pause lasts longer than no time at all.");
        var (name, problem) = await NameAsync(host, cancellationToken);
        if (problem is not null)
            return new PauseResult.Refused(problem);

        // For so long by the cloud's clock too, which a command that has listed nothing yet does not know: this machine's own may be behind, or have stood still since the last listing.
        if (duration is not null && !fleet.IsRecent(await fleet.GetAsync(cancellationToken)))
            await fleet.LookAsync(clock.GetUtcNow(), fleet.Patience, cancellationToken);
        var result = await ChangeAsync(transaction => Add(transaction, name, duration, reason, by), cancellationToken);
        if (result is PauseResult.Done)
            Log.Paused(logger, name ?? "everything", duration, reason, by);
        return result;
    }

    /// <inheritdoc />
    public async Task<PauseResult> DrillAsync(string host, TimeSpan duration, string reason, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        if (string.IsNullOrWhiteSpace(reason))
            return new PauseResult.Refused("A drill needs a reason: whoever reads of it later will want to know.");
        if (duration <= TimeSpan.Zero || duration > Pause.LongestDrill)
            return new PauseResult.Refused(FormattableString.Invariant($"A drill lasts {Pause.LongestDrill.TotalMinutes} minutes at most, and longer than no time at all."));
        var known = await fleet.GetAsync(cancellationToken);
        var look = await fleet.ListAgainAsync(known.BeganAt, options.Fencing.PutDeadline, cancellationToken);
        var (name, problem) = await NameAsync(host, cancellationToken);
        if (problem is not null)
            return new PauseResult.Refused(problem);
        if (!fleet.IsRecent(look) || !look.Sight(name!, options.Cloud.ReportInterval).HasJustReported(options.Cloud.ReportInterval))
            return new PauseResult.Refused($"A drill is of a host that lives, and Nova does not say that {name} is up and has just reported.");
        var result = await ChangeAsync(transaction => Rehearse(transaction, name!, duration, reason, by), cancellationToken);
        if (result is PauseResult.Done)
            Log.Drilled(logger, name!, duration, reason, by);
        return result;
    }

    /// <inheritdoc />
    public async Task<PauseResult> ResumeAsync(string? host, string by, CancellationToken cancellationToken)
    {
        // One that Nova no longer lists can still be resumed, by the name it was paused under.
        var (name, problem) = await NameAsync(host, cancellationToken);
        var result = await ChangeAsync(
            transaction => Remove(transaction, problem is not null || (host is not null && transaction.Pauses().All.Any(pause => pause.IsOf(host) && pause.Holds(Now))) ? host : name, by),
            cancellationToken);
        if (result is PauseResult.Done { Changed: true })
            Log.Resumed(logger, name ?? host ?? "everything", by);
        return result;
    }

    /// <inheritdoc />
    public async Task<PauseResult> ResumeStormAsync(string by, CancellationToken cancellationToken)
    {
        var result = await ChangeAsync(
            transaction =>
            {
                var now = clock.GetUtcNow();
                transaction.Write(AlertingHosts.Reset(now));
                transaction.Append(DecisionEvent.NoHost, new DecisionEvent { Kind = "pause", At = now, Instance = running.Instance, Verdict = VerdictKind.Ignored, Reason = $"the storm is over (by {by})" });
                return Done(transaction, changed: true);
            },
            cancellationToken);
        if (result is not PauseResult.Done)
            return result;
        Log.Resumed(logger, "after a storm", by);
        foreach (var record in ledger.Remembered?.Records().Where(record => record.Alerts.Any(alert => alert is { IsHeld: true, Held.Reason: Reason.Storm })) ?? [])
            schedule.Note(record.Host);
        return result;
    }

    /// <summary>By which a pause that has an end still holds.</summary>
    private DateTimeOffset Now => fleet.Current.EarlierNow(clock.GetUtcNow());

    private PauseResult Add(LedgerTransaction transaction, string? host, TimeSpan? duration, string reason, string by)
    {
        var (since, now) = (clock.GetUtcNow(), Now);
        var cut = Excerpt.Cut(reason, Pause.MaxReasonLength);
        var pauses = transaction.Pauses().With(new Pause(host, since, fleet.Current.LaterNow(since) + duration, cut, by), now);
        if (host is not null && TooMany(pauses, now) is { } tooMany)
            return tooMany;
        Keep(transaction, pauses, host, $"paused: {cut} (by {by})");
        return Done(transaction, changed: true);
    }

    private PauseResult Rehearse(LedgerTransaction transaction, string host, TimeSpan duration, string reason, string by)
    {
        var (since, now) = (clock.GetUtcNow(), Now);
        if (transaction.Pauses().Of(host, now) is { } pause)
            return new PauseResult.Refused($"{HostDecider.Text(pause)}. Resume it first.");
        if (transaction.Record(host) is { IsHeldDown: true })
            return new PauseResult.Refused($"NovaFence holds {host} down, or is about to: a drill is of a host that is up.");
        var cut = Excerpt.Cut(reason, Pause.MaxReasonLength);
        // To the millisecond, as the row of the places keeps it.
        var until = DateTimeOffset.FromUnixTimeMilliseconds((fleet.Current.LaterNow(since) + duration).ToUnixTimeMilliseconds());
        var pauses = transaction.Pauses().With(new Pause(host, since, until, cut, by) { Drill = true }, now);
        if (TooMany(pauses, now) is { } tooMany)
            return tooMany;
        Keep(transaction, pauses, host, $"drill: {cut} (by {by})");
        return Done(transaction, changed: true);
    }

    /// <summary>Why no host more is paused by itself; null where it may be.</summary>
    private static PauseResult.Refused? TooMany(PauseList pauses, DateTimeOffset now)
    {
        var others = pauses.All.Count(pause => pause.Host is not null && pause.Holds(now)) - 1;
        return others >= Pause.MaxPauses || !pauses.LeavesRoomForAll
            ? new PauseResult.Refused(FormattableString.Invariant($"{others} hosts are paused already, and there is no room for one more: resume some, or pause everything."))
            : null;
    }

    private PauseResult.Done Remove(LedgerTransaction transaction, string? host, string by)
    {
        var now = Now;
        if (!transaction.Pauses().All.Any(pause => pause.IsOf(host) && pause.Holds(now)))
            return Done(transaction, changed: false);
        Keep(transaction, transaction.Pauses().Without(host, now), host, $"resumed (by {by})");
        return Done(transaction, changed: true);
    }

    private void Keep(LedgerTransaction transaction, PauseList pauses, string? host, string what)
    {
        transaction.Write(pauses);
        transaction.Write(transaction.Places() with { Paused = pauses.Marks });
        transaction.Append(host ?? DecisionEvent.NoHost, new DecisionEvent { Kind = "pause", At = clock.GetUtcNow(), Instance = running.Instance, Verdict = VerdictKind.Ignored, Reason = what });
    }

    private PauseResult.Done Done(LedgerTransaction transaction, bool changed) => new PauseResult.Done(changed, [.. transaction.Pauses().All.Where(pause => pause.Holds(Now))]);

    private async Task<PauseResult> ChangeAsync(Func<LedgerTransaction, PauseResult> change, CancellationToken cancellationToken)
    {
        await fleet.GetAsync(cancellationToken);
        if (fleet.OtherCloud is { } other)
            return new PauseResult.Refused(other);
        return await ledger.ChangeAsync(change, cancellationToken) switch
        {
            LedgerResult<PauseResult>.Ok done => done.Value,
            LedgerResult<PauseResult>.Unavailable unavailable => new PauseResult.Unavailable(unavailable.Why),
            _ => throw new InvalidOperationException("a result of no known kind"),
        };
    }

    private async Task<(string? Name, string? Problem)> NameAsync(string? host, CancellationToken cancellationToken)
    {
        if (host is null)
            return (null, null);
        var (resolution, isAsked) = await fleet.ResolveAsync(host, cancellationToken);
        return resolution switch
        {
            HostResolution.Found found => (found.Host.Name, null),
            HostResolution.Unknown when !isAsked => (null, "Nova could not be asked whether there is such a compute host, and the last listing has none of this name."),
            HostResolution.Ambiguous ambiguous => (null, $"{HostResolver.Sentence(ambiguous)}: give the full name."),
            HostResolution.Unknown unknown => (null, $"Nova lists no compute host for it ({unknown.Tried})."),
            _ => throw new InvalidOperationException("a resolution of no known kind"),
        };
    }

    private static partial class Log
    {
        [LoggerMessage(1501, LogLevel.Warning, "Paused: {What} for {Duration}, {Reason} (by {By})")]
        internal static partial void Paused(ILogger logger, string what, TimeSpan? duration, string reason, string by);

        [LoggerMessage(1503, LogLevel.Warning, "Drill of {Host} for {Duration}, {Reason} (by {By})")]
        internal static partial void Drilled(ILogger logger, string host, TimeSpan duration, string reason, string by);

        [LoggerMessage(1502, LogLevel.Warning, "Resumed: {What} (by {By})")]
        internal static partial void Resumed(ILogger logger, string what, string by);
    }
}
