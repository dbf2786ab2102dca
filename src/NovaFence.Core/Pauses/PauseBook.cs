using Microsoft.Extensions.Logging;
using NovaFence.Core.Bookkeeping;
using NovaFence.Core.Decisions;
using NovaFence.Core.Fencing;
using NovaFence.Core.Hosts;

namespace NovaFence.Core.Pauses;

/// <inheritdoc />
internal sealed partial class PauseBook(Book book, FleetRegistry fleet, RunningAttempts running, TimeProvider clock, ILogger<PauseBook> logger) : IPauses
{
    /// <inheritdoc />
    public async Task<PauseResult> ListAsync(CancellationToken cancellationToken) =>
        await book.ReadAsync<PauseResult>(page => Done(page, changed: false), cancellationToken) switch
        {
            BookResult<PauseResult>.Done done => done.Value,
            BookResult<PauseResult>.Unavailable unavailable => new PauseResult.Unavailable(unavailable.Why),
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

        var result = await ChangeAsync(page => Add(page, name, duration, reason, by), cancellationToken);
        if (result is PauseResult.Done)
            Log.Paused(logger, name ?? "everything", duration, reason, by);
        return result;
    }

    /// <inheritdoc />
    public async Task<PauseResult> ResumeAsync(string? host, string by, CancellationToken cancellationToken)
    {
        // One that Nova no longer lists can still be resumed, by the name it was paused under.
        var (name, problem) = await NameAsync(host, cancellationToken);
        var result = await ChangeAsync(page => Remove(page, problem is null ? name : host, by), cancellationToken);
        if (result is PauseResult.Done { Changed: true })
            Log.Resumed(logger, name ?? "everything", by);
        return result;
    }

    private PauseResult Add(Page page, string? host, TimeSpan? duration, string reason, string by)
    {
        var now = clock.GetUtcNow();
        var cut = reason.Length > Pause.MaxReasonLength ? reason[..Pause.MaxReasonLength] : reason;
        var pauses = page.Pauses.With(new Pause(host, now, now + duration, cut, by));
        if (pauses.All.Count > Pause.MaxPauses)
            return new PauseResult.Refused($"{Pause.MaxPauses} pauses hold already: resume some, or pause everything.");
        Keep(page, pauses, host, $"paused: {cut} (by {by})");
        return Done(page, changed: true);
    }

    private PauseResult.Done Remove(Page page, string? host, string by)
    {
        var now = clock.GetUtcNow();
        if (!page.Pauses.All.Any(pause => pause.IsOf(host) && pause.Holds(now)))
            return Done(page, changed: false);
        Keep(page, page.Pauses.Without(host, now), host, $"resumed (by {by})");
        return Done(page, changed: true);
    }

    private void Keep(Page page, PauseList pauses, string? host, string what)
    {
        page.Write(pauses);
        page.Write(page.Reservations with { Paused = pauses.Marks });
        page.Append(host ?? FenceEvent.NoHost, new FenceEvent { Kind = "pause", At = clock.GetUtcNow(), Instance = running.Instance, Verdict = VerdictKind.Ignored, Reason = what });
    }

    private PauseResult.Done Done(Page page, bool changed) => new PauseResult.Done(changed, [.. page.Pauses.All.Where(pause => pause.Holds(clock.GetUtcNow()))]);

    private async Task<PauseResult> ChangeAsync(Func<Page, PauseResult> change, CancellationToken cancellationToken) =>
        await book.ChangeAsync(change, cancellationToken) switch
        {
            BookResult<PauseResult>.Done done => done.Value,
            BookResult<PauseResult>.Unavailable unavailable => new PauseResult.Unavailable(unavailable.Why),
            _ => throw new InvalidOperationException("a result of no known kind"),
        };

    private async Task<(string? Name, string? Problem)> NameAsync(string? host, CancellationToken cancellationToken)
    {
        if (host is null)
            return (null, null);
        var known = await fleet.GetAsync(cancellationToken);
        var resolution = OperatorIntake.Resolve(host, known);
        if (resolution is not HostResolution.Found)
            resolution = OperatorIntake.Resolve(host, await fleet.ListAgainAsync(known.ListedAt, cancellationToken));
        return resolution switch
        {
            HostResolution.Found found => (found.Host.Name, null),
            HostResolution.Ambiguous ambiguous => (null, $"'{host}' may be {string.Join(" or ", ambiguous.Hosts.Take(5))}: give the full name."),
            _ => (null, $"Nova lists no compute host '{host}'."),
        };
    }

    private static partial class Log
    {
        [LoggerMessage(1501, LogLevel.Warning, "Paused: {What} for {Duration}, {Reason} (by {By})")]
        internal static partial void Paused(ILogger logger, string what, TimeSpan? duration, string reason, string by);

        [LoggerMessage(1502, LogLevel.Warning, "Resumed: {What} (by {By})")]
        internal static partial void Resumed(ILogger logger, string what, string by);
    }
}
