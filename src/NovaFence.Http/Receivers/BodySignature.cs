using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using NovaFence.Http.Access;
using NovaFence.Http.Answers;
using NovaFence.Http.Options;

namespace NovaFence.Http.Receivers;

/// <summary>A header with one HMAC-SHA256 in hexadecimal digits, over the raw body or over <c>timestamp:body</c>.</summary>
/// <param name="secrets">The secrets in rotation.</param>
/// <param name="header">The header of the signature.</param>
/// <param name="timestampHeader">The header of the timestamp; null where only the body is signed.</param>
/// <param name="section">The receiver's configuration section.</param>
internal sealed class BodySignature(IEnumerable<string> secrets, string header, string? timestampHeader, string section)
{
    /// <summary>What may stand in front of the digits, where a sender writes it.</summary>
    private const string Prefix = "sha256=";

    /// <summary>Most digits of a timestamp: seconds since 1970 far beyond the year 9999.</summary>
    private const int MostDigits = 12;

    private readonly byte[][] _secrets = [.. secrets.Select(Encoding.UTF8.GetBytes)];

    /// <summary>True when there is no secret, so that nothing can match.</summary>
    public bool IsEmpty => _secrets.Length == 0;

    /// <summary>Whether the request brings a signature, right or wrong.</summary>
    public bool IsOn(HttpRequest request) => request.Headers.ContainsKey(header);

    /// <summary>Whether signature and timestamp have the form of one, before the body is read.</summary>
    public Credential CredentialOf(HttpRequest request) =>
        Find(request, out var signature, out _) is { } missing ? new Credential.None(missing)
        : Decode(signature, stackalloc byte[HMACSHA256.HashSizeInBytes]) ? new Credential.Signature()
        : new Credential.None(Problem.BadSignature($"{header} is no signature: write the 64 hexadecimal digits of an HMAC-SHA256."));

    /// <summary>Why the body is not signed as it has to be; null when it is.</summary>
    public Problem? Doubt(HttpRequest request, ReadOnlySpan<byte> body, DateTimeOffset receivedAt)
    {
        if (Find(request, out var signature, out var timestamp) is { } missing)
            return missing;
        if (!Matches(signature, timestamp is null ? [] : Encoding.ASCII.GetBytes(timestamp), body))
            return Problem.BadSignature($"{header} is not this body's under a secret of this receiver's, with {(timestamp is null ? "no timestamp" : $"the timestamp of {timestampHeader}")}.");
        if (timestamp is null)
            return null;
        var seconds = long.Parse(timestamp, CultureInfo.InvariantCulture) - receivedAt.ToUnixTimeSeconds();
        return Math.Abs(seconds) <= (long)ReceiversOptions.MaxTimestampAge.TotalSeconds
            ? null
            : Problem.BadSignature(FormattableString.Invariant(
                $"It was signed {Math.Abs(seconds)} s {(seconds < 0 ? "ago" : "ahead of our clock")}, and at most {ReceiversOptions.MaxTimestampAge.TotalSeconds:0} s are taken: compare the clocks."));
    }

    private static bool Decode(ReadOnlySpan<char> sent, Span<byte> signature)
    {
        var hex = sent.StartsWith(Prefix, StringComparison.Ordinal) ? sent[Prefix.Length..] : sent;
        return hex.Length == 2 * HMACSHA256.HashSizeInBytes && Convert.FromHexString(hex, signature, out _, out _) == OperationStatus.Done;
    }

    /// <summary>Finds the headers; says which is missing.</summary>
    private Problem? Find(HttpRequest request, out string signature, out string? timestamp)
    {
        (signature, timestamp) = ("", null);
        if (request.Headers[header] is not [{ } sent])
            return Problem.BadSignature($"Send the {header} header, once.");
        signature = sent;
        if (timestampHeader is null)
            return null;
        timestamp = request.Headers[timestampHeader] is [{ Length: > 0 and <= MostDigits } one] && one.All(char.IsAsciiDigit) ? one : null;
        return timestamp is null
            ? Problem.BadSignature($"Send {timestampHeader}, once, with seconds since 1970: {section}:TimestampHeader names it, and the sender has to name it too.")
            : null;
    }

    /// <summary>All secrets are tried, and each is compared in fixed time, whatever the others say.</summary>
    private bool Matches(ReadOnlySpan<char> sent, ReadOnlySpan<byte> timestamp, ReadOnlySpan<byte> body)
    {
        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (!Decode(sent, signature))
            return false;

        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var found = false;
        foreach (var secret in _secrets)
        {
            using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
            if (!timestamp.IsEmpty)
            {
                hash.AppendData(timestamp);
                hash.AppendData(":"u8);
            }

            hash.AppendData(body);
            hash.GetHashAndReset(expected);
            found |= CryptographicOperations.FixedTimeEquals(expected, signature);
        }

        return found;
    }
}
