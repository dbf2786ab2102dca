using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using NovaFence.Core.Alerts;

namespace NovaFence.Http.Receivers;

/// <summary>Brings what identifies an alert into the form that Core keeps: printable ASCII of bounded length.</summary>
internal static class Fingerprint
{
    private const string HashPrefix = "sha256-";
    private const int HashBytes = 16;

    /// <summary>The sender's own, or a hash of it where it is too long or has other characters.</summary>
    public static string Of(string sent) =>
        sent.Length <= AlertEvent.MaxFingerprintLength && !sent.AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? sent
            : Hash(SHA256.HashData(Encoding.UTF8.GetBytes(sent)));

    /// <summary>
    /// A hash of the labels, for a sender that sends no fingerprint. The length of each text is hashed before it, so that two sets of
    /// labels whose texts joined are the same have two hashes.
    /// </summary>
    public static string Of(IReadOnlyDictionary<string, string> labels)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, value) in labels.OrderBy(label => label.Key, StringComparer.Ordinal))
        {
            Append(hash, name);
            Append(hash, value);
        }

        return Hash(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }

    private static string Hash(ReadOnlySpan<byte> digest) => HashPrefix + Convert.ToHexStringLower(digest[..HashBytes]);
}
