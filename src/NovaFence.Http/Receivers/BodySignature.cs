using System.Buffers;
using System.Security.Cryptography;

namespace NovaFence.Http.Receivers;

/// <summary>One HMAC-SHA256 in hexadecimal digits, over a raw body or over <c>timestamp:body</c>.</summary>
internal static class BodySignature
{
    /// <summary>
    /// Whether the signature is right under any secret. All of them are tried, and each is compared in fixed time, whatever the others say.
    /// </summary>
    /// <param name="secrets">The secrets in rotation.</param>
    /// <param name="hex">The signature as it was sent: 64 hexadecimal digits.</param>
    /// <param name="timestamp">What is signed in front of the body, with a colon behind it; empty for the body alone.</param>
    /// <param name="body">The body, byte for byte.</param>
    public static bool Matches(IReadOnlyList<byte[]> secrets, ReadOnlySpan<char> hex, ReadOnlySpan<byte> timestamp, ReadOnlySpan<byte> body)
    {
        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (hex.Length != 2 * HMACSHA256.HashSizeInBytes || Convert.FromHexString(hex, signature, out _, out _) != OperationStatus.Done)
            return false;

        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var found = false;
        foreach (var secret in secrets)
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
