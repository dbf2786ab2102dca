using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using NovaFence.Core.Alerts;
using NovaFence.Http.Options;

namespace NovaFence.Http.Page;

/// <summary>
/// Exchanges a token for a cookie, and knows the cookie again. Nothing is kept: the cookie carries what it says under a key that is derived from the very token, so
/// it holds on every instance and over a restart, and ends where the token is removed.
/// </summary>
internal sealed class Sessions(IOptions<AccessOptions> access, IOptions<AnswerOptions> answers, TimeProvider clock)
{
    /// <summary>Most characters of the name that somebody gives.</summary>
    internal const int MaxNameLength = 60;

    /// <summary>The cookie over https: a browser takes one of this name only with <c>Secure</c>, and sends it to this host alone (RFC 6265bis, 4.1.3).</summary>
    internal const string Cookie = "__Host-novafence";

    /// <summary>The cookie over plain HTTP, on loopback only.</summary>
    internal const string PlainCookie = "novafence";

    private const int MaxCookieLength = 1024;

    private readonly IReadOnlyList<Signer> _signers =
    [
        .. access.Value.OperatorTokens.Select(token => new Signer(token, Session.Operator)),
        .. access.Value.ReaderTokens.Select(token => new Signer(token, Session.Reader)),
    ];

    private readonly bool _isSandbox = answers.Value.Sandbox;

    /// <summary>Whether anybody could sign in.</summary>
    internal bool IsOff => _signers.Count == 0;

    /// <summary>The session that the request carries; null for none that holds.</summary>
    internal Session? Of(HttpRequest request)
    {
        if (request.Cookies[IsSecure(request) ? Cookie : PlainCookie] is not { Length: <= MaxCookieLength } cookie || cookie.Split('.') is not [var claims, var mark])
            return null;
        Signer? signer = null;
        foreach (var one in _signers)
        {
            // All of them, whatever the first says.
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one.Mark(claims)), Encoding.UTF8.GetBytes(mark)) && (one.OpensPage || _isSandbox))
                signer = one;
        }

        return signer is not null && Read(claims) is { } read && read.Role == signer.Role && read.ExpiresAt > clock.GetUtcNow() ? new Session(read, signer.Key) : null;
    }

    /// <summary>Signs in, and sets the cookie; a sentence for the person where that cannot be.</summary>
    internal string? Begin(HttpContext context, string token, string name)
    {
        if (IsOff)
            return $"Nobody may look: {AccessOptions.Section}:OperatorTokens and ReaderTokens are empty.";
        var presented = SHA256.HashData(Encoding.UTF8.GetBytes(token));
        Signer? signer = null;
        foreach (var one in _signers)
        {
            if (CryptographicOperations.FixedTimeEquals(one.Digest, presented))
                signer ??= one;
        }

        if (signer is null)
            return "This is no reader's and no operator's token.";
        if (!signer.OpensPage && !_isSandbox)
            return FormattableString.Invariant($"This token has fewer than {AccessOptions.LeastPageToken} characters. It is taken by the API, and is too short for a page that anybody may try: configure a longer one.");
        var given = Excerpt.Of(name.Trim(), MaxNameLength);
        if (given.Length == 0)
            return "Say who you are: the token is shared, and what you do is recorded under your name.";
        var isSecure = IsSecure(context.Request);
        if (!isSecure && !IsLoopback(context.Request))
            return "Open this page over https: over plain HTTP a session is given on loopback only.";
        var lasts = access.Value.SessionLifetime;
        var claims = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(
            new SessionClaims(signer.Role, clock.GetUtcNow() + lasts, Session.Base64Url(RandomNumberGenerator.GetBytes(12)), given), SessionJson.Default.SessionClaims));
        context.Response.Cookies.Append(isSecure ? Cookie : PlainCookie, $"{claims}.{signer.Mark(claims)}", Attributes(isSecure, lasts));
        return null;
    }

    /// <summary>Takes the cookie back.</summary>
    internal static void End(HttpContext context)
    {
        var isSecure = IsSecure(context.Request);
        context.Response.Cookies.Append(isSecure ? Cookie : PlainCookie, "", Attributes(isSecure, TimeSpan.Zero));
    }

    private static CookieOptions Attributes(bool isSecure, TimeSpan lasts) =>
        new() { HttpOnly = true, Secure = isSecure, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = lasts, IsEssential = true };

    /// <summary>
    /// Whether the browser speaks https, be it to a proxy. Whoever sends the header falsely harms himself alone: his browser keeps no <c>Secure</c> cookie of a plain page.
    /// </summary>
    private static bool IsSecure(HttpRequest request) =>
        request.IsHttps || string.Equals(request.Headers["X-Forwarded-Proto"].ToString().Split(',')[0].Trim(), "https", StringComparison.OrdinalIgnoreCase);

    /// <summary>By the address that the browser was given, and not by the connection's: behind a proxy on this machine every connection is one of loopback.</summary>
    private static bool IsLoopback(HttpRequest request) => request.Host.Host is "localhost" or "127.0.0.1" or "[::1]";

    private static SessionClaims? Read(string claims)
    {
        try
        {
            return JsonSerializer.Deserialize(Base64Url.DecodeFromChars(claims), SessionJson.Default.SessionClaims);
        }
        catch (Exception broken) when (broken is JsonException or FormatException)
        {
            return null;
        }
    }

    /// <summary>One token, as far as its sessions need it.</summary>
    private sealed class Signer(string token, string role)
    {
        internal string Role => role;

        /// <summary>Whether it is long enough. A cookie under the key of a shorter one was made by somebody who guesses it.</summary>
        internal bool OpensPage { get; } = token.Length >= AccessOptions.LeastPageToken;

        internal byte[] Digest { get; } = SHA256.HashData(Encoding.UTF8.GetBytes(token));

        internal byte[] Key { get; } = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(token), SHA256.HashSizeInBytes, info: "NovaFence: sessions of the page, 1"u8.ToArray());

        internal string Mark(string claims) => Session.Base64Url(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes($"session\n{claims}")));
    }
}
