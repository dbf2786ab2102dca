using System.Net;
using NovaFence.OpenStack.Calls;
using Polly.Timeout;
using Refit;

namespace NovaFence.OpenStack.Compute;

/// <summary>Sends one call to Nova: within its deadline, again where that may help, and with another token where Nova refused the first.</summary>
internal sealed class NovaCalls(CloudSession session, CallPipelines pipelines)
{
    /// <summary>Sends it. Throws only when <paramref name="cancellationToken"/> fires.</summary>
    /// <param name="kind">Whose limits apply.</param>
    /// <param name="reach">Learns whether Nova may have acted on a request that has no reply.</param>
    /// <param name="request">The one request, made anew for each attempt.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public async Task<Exchange<T>> SendAsync<T>(
        CallKind kind, Reach reach, Func<SessionResult.Open, CancellationToken, Task<IApiResponse<T>>> request, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await pipelines.Deadline(kind).ExecuteAsync(
                async deadline => await SendWithinAsync(kind, reach, request, deadline), cancellationToken);
        }
        catch (TimeoutRejectedException)
        {
            reach.GiveUp();
            return new Exchange<T>
            {
                End = reach.MayHaveActed ? ExchangeEnd.NoReply : ExchangeEnd.NotSent,
                Message = session.Link is { } link ? $"Nova at {link.Endpoint} gave no reply in time." : "Keystone and Nova gave no reply in time.",
            };
        }
    }

    private async Task<Exchange<T>> SendWithinAsync<T>(
        CallKind kind, Reach reach, Func<SessionResult.Open, CancellationToken, Task<IApiResponse<T>>> request, CancellationToken deadline)
        where T : class
    {
        var opened = await session.OpenAsync(deadline);
        if (opened is SessionResult.Closed { Why: var missing })
            return Exchange<T>.NotSent(missing);

        var open = (SessionResult.Open)opened;
        var exchange = await AttemptAsync(kind, reach, request, open, deadline);
        if (exchange.Status is HttpStatusCode.Unauthorized)
        {
            switch (await session.RenewAsync(open.Token, deadline))
            {
                case SessionResult.Open renewed:
                    exchange = await AttemptAsync(kind, reach, request, renewed, deadline);
                    break;
                case SessionResult.Closed { Why: var why }:
                    return Exchange<T>.NotSent(why);
            }
        }

        // A Nova that was replaced by another release under the same address.
        if (exchange.Status is HttpStatusCode.NotAcceptable)
            session.Forget(open.Link);
        return exchange;
    }

    private async Task<Exchange<T>> AttemptAsync<T>(
        CallKind kind,
        Reach reach,
        Func<SessionResult.Open, CancellationToken, Task<IApiResponse<T>>> request,
        SessionResult.Open open,
        CancellationToken deadline)
        where T : class =>
        await pipelines.Attempts(kind).ExecuteAsync(
            async attempt =>
            {
                reach.GiveUp();
                reach.Begin();
                var exchange = await request(open, attempt).ReadAsync("Nova", attempt);
                reach.End(exchange);
                return exchange;
            },
            deadline);
}
