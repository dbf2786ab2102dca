using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace NovaFence.Http.Page;

/// <summary>What a session's cookie says.</summary>
/// <param name="Role"><see cref="Session.Reader"/> or <see cref="Session.Operator"/>.</param>
/// <param name="ExpiresAt">Until when it holds, UTC.</param>
/// <param name="Id">At random: two sessions of one token differ.</param>
/// <param name="Name">Who its holder says to be. Nobody has checked that: the token is shared.</param>
public sealed record SessionClaims(string Role, DateTimeOffset ExpiresAt, string Id, string Name);

/// <summary>One that signed in, and whose cookie was checked.</summary>
public sealed class Session
{
    internal const string Reader = "reader";
    internal const string Operator = "operator";

    private readonly byte[] _key;

    internal Session(SessionClaims claims, byte[] key) => (Claims, _key) = (claims, key);

    internal SessionClaims Claims { get; }

    internal bool MayCommand => Claims.Role == Operator;

    /// <summary>The door, and who it claims to be, as the record says it.</summary>
    internal string By => $"page, {Claims.Name} (claimed)";

    /// <summary>
    /// Stands in a form: whoever sends it has got it in this session, for this action on this host as it was then. Another site cannot know it, and one from before
    /// a change of the host is stale.
    /// </summary>
    internal string TokenFor(string action, string? host, string version) =>
        Base64Url(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"form\n{Claims.Id}\n{action}\n{host}\n{version}")).AsSpan(0, 18));

    /// <summary>The same, compared in fixed time.</summary>
    internal bool IsTokenFor(string action, string? host, string version, string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(TokenFor(action, host, version)), Encoding.UTF8.GetBytes(given));

    internal static string Base64Url(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}

/// <summary>The cookie's JSON.</summary>
[JsonSerializable(typeof(SessionClaims))]
internal sealed partial class SessionJson : JsonSerializerContext;
