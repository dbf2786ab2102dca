using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using NovaFence.Http.Answers;

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

    /// <summary>Why the request does not come from one of this receiver's senders; null where it does.</summary>
    /// <param name="request">The request.</param>
    /// <param name="orElse">What could be sent instead of a token, for a person; empty where nothing could.</param>
    public Problem? Doubt(HttpRequest request, string orElse = "")
    {
        if (Of(request) is not { } token)
            return Problem.NotAuthentic($"Send one 'Authorization: Bearer' header with the receiver's token{orElse}.");
        return Contain(token) ? null : Problem.NotAuthentic("The bearer token is not one of this receiver's.");
    }

    /// <summary>The same for a receiver, before the body is read.</summary>
    public Credential CredentialOf(HttpRequest request, string orElse = "") =>
        Doubt(request, orElse) is { } doubt ? new Credential.None(doubt) : new Credential.Token();

    /// <summary>
    /// The token of <c>Authorization: Bearer …</c>; null when there is none. Two such headers count as none, because a proxy in front may have checked
    /// the other one.
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
