using Microsoft.Extensions.Logging;
using NovaFence.OpenStack.Calls;
using NovaFence.OpenStack.Configuration;
using NovaFence.OpenStack.Identity;
using Polly.Timeout;

namespace NovaFence.OpenStack.Compute;

/// <summary>
/// Brings a token, an endpoint and microversions together, once. Nova may be away when we start: what could not be learnt then is asked for by the first
/// call that needs it, by all of them together.
/// </summary>
internal sealed partial class CloudSession(
    SharedToken tokens, NovaClients clients, CloudSettings settings, CallPipelines pipelines, ILogger<CloudSession> logger) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private volatile NovaLink? _link;
    private (ComputeEndpoint Endpoint, Task<LinkResult> Task)? _flight;

    /// <summary>What was learnt of Nova; null before.</summary>
    public NovaLink? Link => _link;

    /// <summary>At once where everything is at hand, which is always but at the start.</summary>
    public ValueTask<SessionResult> OpenAsync(CancellationToken cancellationToken)
    {
        var token = tokens.GetAsync(cancellationToken);
        if (token is { IsCompletedSuccessfully: true, Result: TokenResult.Issued { Token: var valid } } && LinkFor(valid) is { } known)
            return new ValueTask<SessionResult>(new SessionResult.Open(valid, known));
        return new ValueTask<SessionResult>(JoinAsync(token.AsTask(), cancellationToken));
    }

    /// <summary>The same with another token than the one Nova refused.</summary>
    public Task<SessionResult> RenewAsync(CloudToken refused, CancellationToken cancellationToken)
    {
        Log.Refused(logger);
        return JoinAsync(tokens.ReplaceAsync(refused, cancellationToken), cancellationToken);
    }

    /// <summary>The same with a token that is not in use yet.</summary>
    public Task<SessionResult> OpenWithAsync(CloudToken token, CancellationToken cancellationToken) =>
        JoinAsync(Task.FromResult<TokenResult>(new TokenResult.Issued(token)), cancellationToken);

    /// <summary>Nova no longer speaks what was agreed: it is asked again when next needed.</summary>
    public void Forget(NovaLink stale) => Interlocked.CompareExchange(ref _link, null, stale);

    public void Dispose()
    {
        _closing.Cancel();
        _closing.Dispose();
    }

    private NovaLink? LinkFor(CloudToken token) =>
        token.Compute is EndpointChoice.Found { Endpoint: var endpoint } && _link is { } known && known.Endpoint == endpoint ? known : null;

    private async Task<SessionResult> JoinAsync(Task<TokenResult> asked, CancellationToken cancellationToken)
    {
        switch (await asked)
        {
            case TokenResult.Issued { Token: { Compute: EndpointChoice.Found { Endpoint: var endpoint } } token }:
                if (LinkFor(token) is { } known)
                    return new SessionResult.Open(token, known);
                var result = await NegotiateTogether(endpoint).WaitAsync(cancellationToken);
                return result.Link is { } agreed ? new SessionResult.Open(token, agreed) : new SessionResult.Closed(result.Why!, result.TooOld);
            case TokenResult.Issued { Token.Compute: EndpointChoice.Missing { Why: var why } }:
                return new SessionResult.Closed(why);
            case TokenResult.None { Why: var why }:
                return new SessionResult.Closed(why);
            default:
                throw new InvalidOperationException("A token result of an unknown kind.");
        }
    }

    private Task<LinkResult> NegotiateTogether(ComputeEndpoint endpoint)
    {
        lock (_gate)
        {
            if (_flight is { Task.IsCompleted: false } under && under.Endpoint == endpoint)
                return under.Task;
            var task = Task.Run(() => NegotiateAsync(endpoint));
            _flight = (endpoint, task);
            return task;
        }
    }

    private async Task<LinkResult> NegotiateAsync(ComputeEndpoint endpoint)
    {
        Exchange<Wire.VersionReply> exchange;
        try
        {
            exchange = await pipelines.Deadline(CallKind.Discovery).ExecuteAsync(
                async deadline => await pipelines.Attempts(CallKind.Discovery).ExecuteAsync(
                    async attempt => await clients.Version(endpoint).GetAsync(attempt).ReadAsync("Nova", attempt), deadline),
                _closing.Token);
        }
        catch (TimeoutRejectedException)
        {
            return new LinkResult(null, $"Nova at {endpoint} did not say its versions in time.", TooOld: false);
        }

        if (!exchange.Succeeded)
            return new LinkResult(null, $"Nova at {endpoint} did not say its versions: {exchange.Message}", TooOld: false);

        // A Nova that is too old names its version; who names none is not Nova.
        if (exchange.Body?.Version is null)
            return new LinkResult(null, $"Nova at {endpoint} did not say its versions: it answered with something else.", TooOld: false);

        switch (Negotiation.With(exchange.Body, settings.MaxMicroversion, endpoint))
        {
            case Negotiation.Agreed { Plan: var plan }:
                _link = new NovaLink(endpoint, clients.Services(endpoint), plan);
                Log.Agreed(logger, endpoint, plan.ByUuid ?? plan.ByName, plan.HasUuids ? "UUID" : "name");
                return new LinkResult(_link, null, TooOld: false);
            case Negotiation.TooOld { Why: var why }:
                return new LinkResult(null, why, TooOld: true);
            default:
                throw new InvalidOperationException("A negotiation of an unknown kind.");
        }
    }

    private sealed record LinkResult(NovaLink? Link, string? Why, bool TooOld);

    private static partial class Log
    {
        [LoggerMessage(2010, LogLevel.Information, "Nova at {Endpoint} is asked at microversion {Microversion}, by {Addressing}")]
        public static partial void Agreed(ILogger logger, ComputeEndpoint endpoint, Microversion? microversion, string addressing);

        [LoggerMessage(2011, LogLevel.Information, "Nova refused the token (401); asking for another")]
        public static partial void Refused(ILogger logger);
    }
}
