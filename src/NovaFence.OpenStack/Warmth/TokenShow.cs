using System.Net;
using NovaFence.OpenStack.Calls;
using NovaFence.OpenStack.Compute;
using NovaFence.OpenStack.Configuration;
using NovaFence.OpenStack.Identity;

namespace NovaFence.OpenStack.Warmth;

/// <summary>Shows a token to as many of Nova's API workers as bounded bursts of parallel requests reach.</summary>
/// <remarks>
/// Each worker process keeps the tokens it validated for itself (keystonemiddleware's cache without memcached), and nothing tells which worker a request
/// meets. While a worker validates, for some 200 ms, the others take the rest of a burst; so a burst without a slow reply means that hardly a worker is
/// left that does not know the token. Over a kept connection (Nova under eventlet) a burst also opens the connections that the calls will use.
/// </remarks>
internal sealed class TokenShow(CloudSettings settings, TimeProvider time)
{
    private TimeSpan? _fastest;

    /// <summary>Shows it. Throws only when <paramref name="cancellationToken"/> fires.</summary>
    public async Task<Showing> ShowAsync(CloudToken token, NovaLink link, CancellationToken cancellationToken)
    {
        int requests = 0, accepted = 0, refused = 0;
        var slowest = TimeSpan.Zero;
        var allFast = false;
        for (var burst = 0; burst < settings.Limits.TokenWarmBursts && !allFast; burst++)
        {
            var replies = await Task.WhenAll(
                Enumerable.Range(0, settings.Limits.TokenWarmParallelism).Select(_ => AskAsync(token, link, cancellationToken)));
            requests += replies.Length;
            var good = replies.Where(static reply => reply.Status is HttpStatusCode.NotAcceptable).ToList();
            accepted += good.Count;
            refused += replies.Count(static reply => reply.Status is HttpStatusCode.Unauthorized);
            if (good.Count == 0)
                break;

            slowest = good.Max(static reply => reply.Took);
            allFast = _fastest is { } known && good.Count == replies.Length && slowest <= Fast(known);
            var least = good.Min(static reply => reply.Took);
            _fastest = _fastest is { } earlier && earlier < least ? earlier : least;
        }

        return new Showing(time.GetUtcNow(), requests, accepted, refused, slowest, allFast);
    }

    // Validating costs a worker a round trip to Keystone, at least 50 ms; what a busy machine adds to a quick reply is less than that.
    private static TimeSpan Fast(TimeSpan known) => (known * 2) + TimeSpan.FromMilliseconds(40);

    private async Task<(HttpStatusCode? Status, TimeSpan Took)> AskAsync(CloudToken token, NovaLink link, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        // As patient as with a listing: nobody waits for this, and a busy Keystone validates slowly.
        using var patience = new CancellationTokenSource(settings.Limits.List.AttemptTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var exchange = await link.Api.ShowTokenAsync(NovaLink.Headers(token, Microversion.None), either.Token).ReadAsync("Nova", either.Token);
            return (exchange.Status, time.GetElapsedTime(start));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, time.GetElapsedTime(start));
        }
    }
}
