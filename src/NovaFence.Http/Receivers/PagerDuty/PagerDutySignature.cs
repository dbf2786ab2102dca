using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;

namespace NovaFence.Http.Receivers.PagerDuty;

/// <summary>
/// <c>X-PagerDuty-Signature: v1=&lt;hex&gt;,v1=&lt;hex&gt;</c>: an HMAC-SHA256 of the raw body for each secret in rotation
/// (https://developer.pagerduty.com/docs/verifying-webhook-signatures).
/// </summary>
internal static class PagerDutySignature
{
    /// <summary>Most signatures looked at. PagerDuty sends one per secret; a header of thousands would only cost time.</summary>
    public const int MaxSignatures = 16;

    private const string Version = "v1=";

    /// <summary>
    /// Whether any signature is right under any secret. Every pair is compared in fixed time whatever the others say. Other versions are
    /// passed over, as PagerDuty asks.
    /// </summary>
    public static bool Matches(IReadOnlyList<byte[]> secrets, StringValues header, ReadOnlySpan<byte> body)
    {
        Span<byte> signatures = stackalloc byte[MaxSignatures * HMACSHA256.HashSizeInBytes];
        signatures = signatures[..(Decode(header, signatures) * HMACSHA256.HashSizeInBytes)];

        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var found = false;
        foreach (var secret in secrets)
        {
            HMACSHA256.HashData(secret, body, expected);
            for (var start = 0; start < signatures.Length; start += HMACSHA256.HashSizeInBytes)
                found |= CryptographicOperations.FixedTimeEquals(expected, signatures.Slice(start, HMACSHA256.HashSizeInBytes));
        }

        return found;
    }

    /// <summary>Whether any v1 signature of the right form is among those that are looked at.</summary>
    public static bool IsIn(StringValues header)
    {
        Span<byte> signatures = stackalloc byte[MaxSignatures * HMACSHA256.HashSizeInBytes];
        return Decode(header, signatures) > 0;
    }

    /// <summary>Reads the well-formed v1 signatures one after the other into <paramref name="signatures"/>; says how many.</summary>
    private static int Decode(StringValues header, Span<byte> signatures)
    {
        var count = 0;
        var looked = 0;
        foreach (var value in header)
        {
            foreach (var range in value.AsSpan().Split(','))
            {
                if (++looked > MaxSignatures)
                    return count;
                var part = value.AsSpan(range).Trim();
                if (!part.StartsWith(Version, StringComparison.Ordinal))
                    continue;
                var hex = part[Version.Length..];
                var target = signatures.Slice(count * HMACSHA256.HashSizeInBytes, HMACSHA256.HashSizeInBytes);
                if (hex.Length == 2 * HMACSHA256.HashSizeInBytes
                    && Convert.FromHexString(hex, target, out _, out _) == System.Buffers.OperationStatus.Done)
                {
                    count++;
                }
            }
        }

        return count;
    }
}
