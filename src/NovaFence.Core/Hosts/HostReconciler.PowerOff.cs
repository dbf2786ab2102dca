using NovaFence.Core.Decisions;
using NovaFence.Core.Ledger;
using NovaFence.Core.Power;
using NovaFence.Core.Telemetry;

namespace NovaFence.Core.Hosts;

/// <content>Has a machine switched off. Only a job that brings a reading of its BMC comes here, for which nobody waits who has something else to do.</content>
internal sealed partial class HostReconciler
{
    /// <summary>Tells the BMC, once, where everything is still as the intent has it, and writes what came of it. That the host goes down then, a later job sees to.</summary>
    private async Task<HostOutcome> SwitchOffAsync(HostJob job, HostStep.SwitchOff off)
    {
        job.IsTaken = true;
        job.ToRead = [];
        DateTimeOffset? sentAt = null;
        PowerOffReply reply;
        using (Tracing.Step("ForceOff", job.Host))
        {
            using var limit = new CancellationTokenSource(PowerOffSent.Within, clock);
            try
            {
                reply = await bmcs.SwitchOffAsync(job.Host, IsStillMeantAsync, limit.Token);
            }
            catch (OperationCanceledException)
            {
                reply = new PowerOffReply(sentAt is null ? PowerOffStatus.NotSent : PowerOffStatus.MayAct, "its BMC did not answer in time", null);
            }
        }

        var outcome = decider.OutcomeOf(off, reply, sentAt);
        Log.SwitchedOff(logger, job.Host, outcome.Verdict.Text);
        running.Answer(outcome);
        var written = await ledger.ChangeAsync(transaction => decider.Write(transaction, job.Host, outcome, reply.Read), CancellationToken.None);
        if (written is LedgerResult<HostRecord?>.Ok)
            running.Settle(off.Attempt.Id);
        return new HostOutcome.Done(outcome.Verdict, HostState.ForcingDown);

        async Task<string?> IsStillMeantAsync(CancellationToken cancellationToken)
        {
            if (sentAt is not null)
                return "it was sent already";
            if (await fleet.LookAsync(clock.GetUtcNow(), fleet.Patience, cancellationToken) is not { } look)
                return "Nova could not be asked how the host is";
            if (fleet.OtherCloud is { } other)
                return other;
            (job.Look, job.Looks, job.LookedAfter) = (look, job.Looks + 1, job.Decided);
            switch (await ledger.ChangeAsync(transaction => decider.ConfirmOff(transaction, job, off.Attempt), cancellationToken))
            {
                case LedgerResult<string?>.Ok { Value: null }:
                    sentAt = clock.GetUtcNow();
                    running.Send(off.Attempt.Id);
                    return null;
                case LedgerResult<string?>.Ok { Value: { } why }:
                    return why;
                case LedgerResult<string?>.Unavailable unavailable:
                    return $"the ledger did not answer: {unavailable.Why}";
                default:
                    throw new InvalidOperationException("a result of no known kind");
            }
        }
    }
}
