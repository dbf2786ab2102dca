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
    private readonly ConcurrentDictionary<string, DateTimeOffset> _until = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SignIn> _ways = new(StringComparer.Ordinal);

    /// <summary>What this BMC and this secret are known by.</summary>
    internal string Of(Uri origin, string user, string password) =>
        Convert.ToHexString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{origin.Authority}\n{user}\n{password}")));

    /// <summary>Until when it is not shown again; null where it may be.</summary>
    internal DateTimeOffset? Until(string secret) => _until.TryGetValue(secret, out var until) && until > clock.GetUtcNow() ? until : null;

    /// <summary>It was refused.</summary>
    internal void Refused(string secret)
    {
        var now = clock.GetUtcNow();
        foreach (var (other, until) in _until)
        {
            if (until <= now)
                _until.TryRemove(other, out _);
        }

        _until[secret] = now + For;
    }

    /// <summary>How this BMC has taken this secret before. Basic, until it was refused and a session was not.</summary>
    internal SignIn Way(string secret) => _ways.GetValueOrDefault(secret);

    /// <summary>It was taken for a session. From now on it is not shown otherwise: each refusal would be a wrong password to the BMC.</summary>
    internal void TakenForSession(string secret) => _ways[secret] = SignIn.Session;
}
