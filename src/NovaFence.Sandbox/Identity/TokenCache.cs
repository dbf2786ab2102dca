using System.Collections.Concurrent;

namespace NovaFence.Sandbox.Identity;

/// <summary>
/// What Nova's worker processes know of tokens: each asks Keystone about a token once and believes the answer for 300 s, whatever Keystone
/// thinks of it meanwhile; only the token's own end it sees at once. (keystonemiddleware, <c>token_cache_time</c>.)
/// </summary>
internal sealed class TokenCache
{
    private static readonly TimeSpan CacheTime = TimeSpan.FromSeconds(300);

    private readonly ConcurrentDictionary<string, (Token Token, DateTimeOffset Until)>[] _workers;
    private readonly TimeProvider _clock;
    private int _connections;

    public TokenCache(TimeProvider clock, int workers)
    {
        _clock = clock;
        _workers = [.. Enumerable.Range(0, workers).Select(_ => new ConcurrentDictionary<string, (Token, DateTimeOffset)>(StringComparer.Ordinal))];
    }

    /// <summary>The worker that takes the next connection.</summary>
    public int NextWorker() => (int)((uint)Interlocked.Increment(ref _connections) % (uint)_workers.Length);

    /// <summary>True when the worker knows the token; then the token, or null when it has expired.</summary>
    public bool TryGet(int worker, string value, out Token? token)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        bool known = _workers[worker].TryGetValue(value, out (Token Token, DateTimeOffset Until) entry) && now < entry.Until;
        token = known && now < entry.Token.ExpiresAt ? entry.Token : null;
        return known;
    }

    public void Add(int worker, Token token)
    {
        if (_workers[worker].Count > 1000)
            Forget(_workers[worker]);
        _workers[worker][token.Value] = (token, _clock.GetUtcNow() + CacheTime);
    }

    public void Clear()
    {
        foreach (ConcurrentDictionary<string, (Token Token, DateTimeOffset Until)> worker in _workers)
            worker.Clear();
    }

    private void Forget(ConcurrentDictionary<string, (Token Token, DateTimeOffset Until)> worker)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        foreach (string stale in worker.Where(e => e.Value.Until <= now).Select(e => e.Key))
            worker.TryRemove(stale, out _);
    }
}
