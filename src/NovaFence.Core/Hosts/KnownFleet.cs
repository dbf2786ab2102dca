using NovaFence.Core.Cloud;

namespace NovaFence.Core.Hosts;

/// <summary>The fleet as it is known, and the moment from which it is.</summary>
internal sealed class KnownFleet
{
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Fleet _value = Fleet.Empty;

    /// <summary>The newest; empty before the first.</summary>
    internal Fleet Value => Volatile.Read(ref _value);

    /// <summary>What the ledger remembers, where nothing is known yet.</summary>
    internal void SetFirst(Fleet remembered)
    {
        if (ReferenceEquals(Interlocked.CompareExchange(ref _value, remembered, Fleet.Empty), Fleet.Empty))
            Tell(remembered);
    }

    /// <summary>What was listed.</summary>
    internal void Set(Fleet listed)
    {
        Volatile.Write(ref _value, listed);
        Tell(listed);
    }

    /// <summary>Completes when there is one that has hosts.</summary>
    internal async Task WhenKnownAsync(CancellationToken cancellationToken) => await FirstAsync().WaitAsync(cancellationToken);

    private async Task FirstAsync() => await _first.Task;

    private void Tell(Fleet fleet)
    {
        if (fleet.Size > 0)
            _first.TrySetResult();
    }
}
