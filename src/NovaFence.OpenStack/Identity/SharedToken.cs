using Microsoft.Extensions.Logging;
using NovaFence.OpenStack.Configuration;

namespace NovaFence.OpenStack.Identity;

/// <summary>The one token of this process. Whoever needs one while none is there waits for the same request.</summary>
internal sealed partial class SharedToken(ITokenIssuer issuer, CloudSettings settings, TimeProvider time, ILogger<SharedToken> logger) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private volatile CloudToken? _current;
    private Task<TokenResult>? _flight;

    /// <summary>The token in use if it is valid now, otherwise null.</summary>
    public CloudToken? Current => _current is { } token && token.ExpiresAt > time.GetUtcNow() ? token : null;

    /// <summary>When the last token expires, or has expired, by our clock; null before the first.</summary>
    public DateTimeOffset? LastExpiry => _current?.ExpiresAt;

    /// <summary>
    /// The token in use; it is replaced in the background when its end is near, so that nobody waits for that. Without one, asks for one.
    /// </summary>
    public ValueTask<TokenResult> GetAsync(CancellationToken cancellationToken)
    {
        if (Current is not { } token)
            return new ValueTask<TokenResult>(Flight(instead: null).WaitAsync(cancellationToken));
        if (time.GetUtcNow() >= token.RefreshAt(settings.Limits.TokenRefreshAhead))
            _ = Flight(instead: token);
        return new ValueTask<TokenResult>(new TokenResult.Issued(token));
    }

    /// <summary>Another token than <paramref name="refused"/>. However many were refused the same one, one is asked for.</summary>
    public Task<TokenResult> ReplaceAsync(CloudToken refused, CancellationToken cancellationToken)
    {
        if (Current is { } other && other != refused)
            return Task.FromResult<TokenResult>(new TokenResult.Issued(other));
        return Flight(instead: refused).WaitAsync(cancellationToken);
    }

    /// <summary>Takes a token into use that was made ready elsewhere.</summary>
    public void Take(CloudToken fresh)
    {
        lock (_gate)
            _current = fresh;
    }

    public void Dispose()
    {
        _closing.Cancel();
        _closing.Dispose();
    }

    private Task<TokenResult> Flight(CloudToken? instead)
    {
        lock (_gate)
        {
            // Somebody else's request may have ended between our look and this lock.
            if (Current is { } token && token != instead)
                return Task.FromResult<TokenResult>(new TokenResult.Issued(token));
            if (_flight is { IsCompleted: false })
                return _flight;
            // On the pool, so that no caller's context or cancellation reaches a request that others wait for too.
            return _flight = Task.Run(IssueAsync);
        }
    }

    private async Task<TokenResult> IssueAsync()
    {
        var result = await issuer.IssueAsync(_closing.Token);
        switch (result)
        {
            case TokenResult.Issued { Token: var token }:
                Take(token);
                Log.Issued(logger, token.ExpiresAt);
                break;
            case TokenResult.None { Why: var why }:
                Log.NotIssued(logger, why);
                break;
        }

        return result;
    }

    private static partial class Log
    {
        [LoggerMessage(2001, LogLevel.Information, "Keystone gave a token, valid until {ExpiresAt:u}")]
        public static partial void Issued(ILogger logger, DateTimeOffset expiresAt);

        [LoggerMessage(2002, LogLevel.Warning, "No token: {Why}")]
        public static partial void NotIssued(ILogger logger, string why);
    }
}
