using NovaFence.Core.Cloud;
using NovaFence.Core.Ledger;
using NovaFence.Core.Options;

namespace NovaFence.Core.Hosts;

/// <summary>Asks for evacuations, as many at once as PUTs: a storm of unsets must not take every worker of Nova's API.</summary>
internal sealed class EvacuationQuestions(IEvacuations evacuations, NovaFenceOptions options, TimeProvider clock)
{
    private readonly Gate _places = new(options.Fencing.MaxParallelPuts);

    private static readonly EvacuationCount NotBegun = new EvacuationCount.Unavailable("there was no time left to ask");
    private static readonly EvacuationCount NotAnswered = new EvacuationCount.Unavailable("Nova did not answer in time");

    /// <summary>Counts the evacuations from this host; waits for its turn and for the answer until the deadline.</summary>
    internal async Task<EvacuationCount> InFlightFromAsync(ComputeHost host, Deadline deadline, CancellationToken cancellationToken)
    {
        try
        {
            return await _places.WorkAsync(deadline.Left, clock, within => evacuations.InFlightFromAsync(host, within), NotBegun, cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return NotAnswered;
        }
    }
}
