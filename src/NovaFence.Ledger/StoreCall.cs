namespace NovaFence.Ledger;

/// <summary>One call to a store: ends in time, and what goes wrong in it comes back as a sentence instead of an exception.</summary>
/// <param name="store">How the store is called in a sentence: no secret.</param>
/// <param name="timeout">Most time for a call.</param>
/// <param name="time">The clock.</param>
/// <param name="explain">The sentence for an exception; null for one that is a defect and must be seen.</param>
internal sealed class StoreCall(string store, TimeSpan timeout, TimeProvider time, Func<Exception, string?> explain)
{
    /// <exception cref="OperationCanceledException">The caller gave up. No other exception comes of a store, whenever its token ends.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, Func<string, T> unavailable, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            return await work(either.Token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        // Azure's client gathers what each of its tries threw, the last of them because it was told to stop.
        catch (Exception fault) when (fault is TimeoutException
            || (late.IsCancellationRequested && fault is OperationCanceledException or AggregateException { InnerExceptions: [.., OperationCanceledException] }))
        {
            return unavailable(FormattableString.Invariant($"{store} did not answer within {timeout.TotalSeconds:0.###} s."));
        }
        catch (ObjectDisposedException)
        {
            return unavailable($"{store} was closed: NovaFence is being stopped.");
        }
        catch (UnfitStoreException unfit)
        {
            return unavailable($"{store} {unfit.Message}");
        }
        catch (Exception fault) when (explain(fault) is { } why)
        {
            return unavailable(why);
        }
    }
}
