using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace NovaFence.Http.Access;

/// <summary>A set of valid bearer tokens, kept as digests.</summary>
internal sealed class BearerTokens
{
    private readonly byte[][] _digests;

    public BearerTokens(IEnumerable<string> tokens) => _digests = [.. tokens.Select(token => SHA256.HashData(Encoding.UTF8.GetBytes(token)))];

    /// <summary>True when there is none, so that nothing can match.</summary>
    public bool IsEmpty => _digests.Length == 0;

    /// <summary>
    /// Whether this is one of them. Digests of one length are compared in fixed time, and all of them whatever the first says: neither a
    /// token's length nor its place in the list can be measured.
    /// </summary>
    public bool Contain(string token)
    {
        var presented = SHA256.HashData(Encoding.UTF8.GetBytes(token));
        var found = false;
        foreach (var digest in _digests)
            found |= CryptographicOperations.FixedTimeEquals(presented, digest);
        return found;
    }

    /// <summary>
    /// The token of <c>Authorization: Bearer …</c>; null when there is none. Two such headers are none: a proxy and we might each believe
    /// another one.
    /// </summary>
    public static string? Of(HttpRequest request)
    {
        var values = request.Headers.Authorization;
        if (values.Count != 1 || !AuthenticationHeaderValue.TryParse(values[0], out var header))
            return null;
        return string.Equals(header.Scheme, "Bearer", StringComparison.OrdinalIgnoreCase) && !string.IsNullOrEmpty(header.Parameter)
            ? header.Parameter
            : null;
    }
}
