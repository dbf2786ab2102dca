using System.Collections.Concurrent;

namespace NovaFence.Sandbox.Identity;

/// <summary>The tokens Keystone has issued and still stands by.</summary>
internal sealed class TokenStore(TimeProvider clock, TimeSpan lifetime)
{
    private readonly ConcurrentDictionary<string, Token> _tokens = new(StringComparer.Ordinal);

    public Token Issue(User user, bool scoped, ApplicationCredential? credential)
    {
        DateTimeOffset now = clock.GetUtcNow();
        // Keystone tells whole seconds; a credential that expires sooner than the token bounds it.
        var issued = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        DateTimeOffset expires = issued + lifetime;
        if (credential?.ExpiresAt is { } end && end < expires)
            expires = end;
        Prune(now);
        var token = new Token("gAAAAAB" + Secrets.NewSecret(132), Secrets.NewSecret(16), user, scoped, credential, issued, expires);
        _tokens[token.Value] = token;
        return token;
    }

    /// <summary>The token, or null when it was never issued, has expired or was revoked.</summary>
    public Token? Find(string? value) =>
        value is not null && _tokens.TryGetValue(value, out Token? token) && clock.GetUtcNow() < token.ExpiresAt ? token : null;

    public bool Revoke(string value) => _tokens.TryRemove(value, out _);

    public void RevokeAll() => _tokens.Clear();

    private void Prune(DateTimeOffset now)
    {
        if (_tokens.Count < 1000)
            return;
        foreach (Token token in _tokens.Values.Where(t => t.ExpiresAt <= now))
            _tokens.TryRemove(token.Value, out _);
    }
}
