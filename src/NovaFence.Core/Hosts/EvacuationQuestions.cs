using NovaFence.Core.Cloud;
using NovaFence.Core.Ledger;
using NovaFence.Core.Options;

namespace NovaFence.Core.Hosts;

/// <summary>Asks for evacuations, as many at once as PUTs: a storm of unsets must not take every worker of Nova's API.</summary>
internal sealed class EvacuationQuestions(IEvacuations evacuations, NovaFenceOptions options, TimeProvider clock)
{
    private readonly Gate _places = new(options.Fencing.MaxParallelPuts);

    /// <summary>Counts the evacuations from this host; waits for its turn until the deadline.</summary>
    internal async Task<EvacuationCount> InFlightFromAsync(ComputeHost host, Deadline deadline, CancellationToken cancellationToken)
    {
        var left = deadline.Left;
        using var limit = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await _places.TakeAsync(both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new EvacuationCount.Unavailable("there was no time left to ask");
        }

        try
        {
            return await evacuations.InFlightFromAsync(host, cancellationToken);
        }
        finally
        {
            _places.GiveBack();
        }
    }
}
