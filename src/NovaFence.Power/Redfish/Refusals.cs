using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace NovaFence.Power.Redfish;

/// <summary>How a BMC wants a secret to be shown.</summary>
internal enum SignIn
{
    /// <summary>With each request: https://redfish.dmtf.org/schemas/DSP0266_1.20.1.html, "HTTP Basic authentication".</summary>
    Basic,

    /// <summary>Once, for a session.</summary>
    Session,
}

/// <summary>
/// What BMCs have answered to secrets: one that was refused is not shown again for a while, because a BMC locks the account after a few, for people too. Each is
/// known by the BMC and the secret together, so that a new secret is shown at once. The secrets themselves are not kept.
/// </summary>
internal sealed class Refusals(TimeProvider clock)
{
    /// <summary>How long a secret that was refused is not shown again.</summary>
    internal static readonly TimeSpan For = TimeSpan.FromMinutes(5);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, long> _refused = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SignIn> _ways = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _lost = new(StringComparer.Ordinal);

    /// <summary>What this BMC and this secret are known by.</summary>
    internal string Of(Uri origin, string user, string password) =>
        Convert.ToHexString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{origin.Authority}\n{user}\n{password}")));

    /// <summary>Until when it is not shown again, by what has passed since and not by the time of day; null where it may be.</summary>
    internal DateTimeOffset? Until(string secret) => _refused.TryGetValue(secret, out var at) && For - clock.GetElapsedTime(at) is var left && left > TimeSpan.Zero ? clock.GetUtcNow() + left : null;

    /// <summary>It was refused.</summary>
    internal void Refused(string secret)
    {
        foreach (var (other, at) in _refused)
        {
            if (clock.GetElapsedTime(at) >= For)
                _refused.TryRemove(other, out _);
        }

        _lost.TryRemove(secret, out _);
        _refused[secret] = clock.GetTimestamp();
    }

    /// <summary>
    /// A session that was opened with it is not known any more, as where the BMC has started anew: whether that says nothing of the secret. Twice in a row, with no conversation
    /// in between in which that did not happen, it is as good as refused: each further one may be a session that is left.
    /// </summary>
    internal bool IsSessionLostOnce(string secret) => _lost.TryAdd(secret, true);

    /// <summary>A conversation ended in which it was taken, and no session lost.</summary>
    internal void Answered(string secret) => _lost.TryRemove(secret, out _);

    /// <summary>How this BMC has taken this secret before. Basic, until it was refused and a session was not.</summary>
    internal SignIn Way(string secret) => _ways.GetValueOrDefault(secret);

    /// <summary>It was taken for a session. From now on it is not shown otherwise: each refusal would be a wrong password to the BMC.</summary>
    internal void TakenForSession(string secret) => _ways[secret] = SignIn.Session;
}
