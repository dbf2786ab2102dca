using NovaFence.Core.Bookkeeping;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Options;

namespace NovaFence.Core.Fencing;

/// <summary>Sends the PUT of a written intent, bounded in number and time, and writes the outcome.</summary>
internal sealed class Performer(ICloud cloud, Book book, FleetRegistry fleet, Conclusion conclusion, RunningAttempts running, NovaFenceOptions options, TimeProvider clock)
{
    private readonly Turns _places = new(options.Fencing.MaxParallelPuts);

    /// <summary>Carries the intent out, and those that follow from it where what is wanted changed meanwhile.</summary>
    internal async Task<Outcome> PerformAsync(Step.Perform perform, Deadline deadline, CancellationToken cancellationToken)
    {
        var (outcome, attempt, verdict) = (perform.Outcome, perform.Attempt, perform.Verdict);
        for (var first = true; ; first = false)
        {
            var (reply, sentAt) = await PutAsync(perform.Host, attempt, deadline, cancellationToken);
            var nextId = running.Begin();
            // The outcome is written however little time is left: Nova may have been told. Only the waiting for it ends.
            var writing = book.ChangeAsync(
                page => conclusion.Conclude(page, attempt, perform.Host, verdict, reply, sentAt, nextId),
                CancellationToken.None);
            var concluded = await InTimeAsync(writing, deadline);
            running.End(attempt.Id);
            if (concluded is not BookResult<Conclusion.Result>.Done { Value: var result })
            {
                running.End(nextId);
                return NotWritten(outcome, ((BookResult<Conclusion.Result>.Unavailable)concluded).Why);
            }

            outcome = first
                ? outcome with { Verdict = result.Verdict.Kind, Reason = result.Verdict.Text, State = result.Record?.State, MayPass = result.MayPass }
                : outcome with { State = result.Record?.State };
            if (result.Next?.Attempt is not { } next)
            {
                running.End(nextId);
                return outcome;
            }

            attempt = next;
            verdict = new Verdict(next.Down ? VerdictKind.ForceDown : VerdictKind.Unset, Reason.Unfinished, "what is wanted of this host changed meanwhile");
        }
    }

    /// <summary>A ledger that hangs must not cost the sender its answer. What it writes later, the repeat or the audit finds.</summary>
    private async Task<BookResult<T>> InTimeAsync<T>(Task<BookResult<T>> writing, Deadline deadline)
    {
        try
        {
            return await writing.WaitAsync(deadline.Left, clock);
        }
        catch (TimeoutException)
        {
            return new BookResult<T>.Unavailable("the ledger did not answer in time");
        }
    }

    private async Task<(ForceDownReply Reply, DateTimeOffset? SentAt)> PutAsync(ComputeHost host, Attempt attempt, Deadline deadline, CancellationToken cancellationToken)
    {
        // Taken in by the same commit as the intent, or since: it would be up for the moment until it is forced down again.
        if (!attempt.Down && book.Remembered?.Record(host.Name) is { IsWantedDown: true })
            return (WantedDown, null);
        var left = deadline.Left - options.Fencing.OutcomeReserve;
        if (left <= TimeSpan.Zero)
            return (NotSent, null);
        using var limit = new CancellationTokenSource(left < options.Fencing.PutDeadline ? left : options.Fencing.PutDeadline, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await _places.TakeAsync(both.Token);
        }
        catch (OperationCanceledException)
        {
            return (NotSent, null);
        }

        try
        {
            var sentAt = clock.GetUtcNow();
            var reply = await cloud.SetForcedDownAsync(host, attempt.Down, attempt.Status, both.Token);
            if (reply.Status == ForceDownStatus.UnknownHost && await SuccessorAsync(host, both.Token) is { } successor)
                reply = await cloud.SetForcedDownAsync(successor, attempt.Down, attempt.Status, both.Token);
            return (reply, sentAt);
        }
        catch (OperationCanceledException)
        {
            return (NotSent with { MayHaveReachedNova = true }, clock.GetUtcNow());
        }
        finally
        {
            _places.GiveBack();
        }
    }

    /// <summary>A service that was deleted and registered again has another UUID: the listing tells.</summary>
    private async Task<ComputeHost?> SuccessorAsync(ComputeHost host, CancellationToken cancellationToken)
    {
        var known = fleet.Current;
        var hosts = (await fleet.ListAgainAsync(known.ListedAt, cancellationToken)).Named(host.Name);
        return hosts is [var only] && only.Name == host.Name && only.ServiceId != host.ServiceId ? only : null;
    }

    private static ForceDownReply WantedDown { get; } = new() { Status = ForceDownStatus.NotAsked };

    private static ForceDownReply NotSent { get; } = new() { Status = ForceDownStatus.Unavailable, Message = "the time for this PUT ran out before Nova answered" };

    private static Outcome NotWritten(Outcome outcome, string why) => outcome with
    {
        Verdict = VerdictKind.Failed,
        Reason = new Verdict(VerdictKind.Failed, Reason.LedgerUnavailable, $"the intent is written, its outcome is not: {why}").Text,
        MayPass = true,
    };
}
