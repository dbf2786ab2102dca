using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NovaFence.Ledger;

/// <summary>
/// Keys as plain ASCII and back again: letters, digits and <c>- . _ :</c> stand for themselves, all else is <c>=2F</c> or <c>=u65E5</c>.
/// </summary>
/// <remarks>
/// Table Storage forbids <c>/ \ # ?</c> and control characters in keys
/// (https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model#characters-disallowed-in-key-fields),
/// and decodes <c>%</c> in a request's path twice, so that a row with one in its key is written but never found again; hence <c>=</c>.
/// SQLite would cut a key at U+0000, and both would make one key of two that differ in a lone surrogate only.
/// </remarks>
internal static class KeyText
{
    private const char Escape = '=';

    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._:");

    /// <summary>Different texts have different encodings, and case is kept.</summary>
    public static string Encode(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Plain))
            return text;

        var encoded = new StringBuilder(text.Length * 2);
        foreach (var character in text)
        {
            if (Plain.Contains(character))
                encoded.Append(character);
            else if (character < 0x100)
                encoded.Append(CultureInfo.InvariantCulture, $"{Escape}{(int)character:X2}");
            else
                encoded.Append(CultureInfo.InvariantCulture, $"{Escape}u{(int)character:X4}");
        }

        return encoded.ToString();
    }

    /// <summary>The text that <see cref="Encode"/> was given.</summary>
    /// <exception cref="FormatException">Somebody else wrote this.</exception>
    public static string Decode(string encoded)
    {
        if (!encoded.Contains(Escape))
            return encoded;

        var text = new StringBuilder(encoded.Length);
        for (var at = 0; at < encoded.Length; at++)
        {
            if (encoded[at] != Escape)
            {
                text.Append(encoded[at]);
                continue;
            }

            var (start, length) = encoded.AsSpan(at + 1).StartsWith("u") ? (at + 2, 4) : (at + 1, 2);
            if (start + length > encoded.Length)
                throw new FormatException("A key in the ledger ends within an escape.");
            text.Append((char)ushort.Parse(encoded.AsSpan(start, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            at = start + length - 1;
        }

        return text.ToString();
    }

    /// <summary>The same; the encoded text itself where <see cref="Encode"/> does not make such a one, or it was cut to fit.</summary>
    public static string DecodeOrKeep(string encoded)
    {
        try
        {
            return Decode(encoded);
        }
        catch (FormatException)
        {
            return encoded;
        }
    }

    /// <summary>
    /// An encoded text of at most <paramref name="length"/> characters: itself, or its beginning and a hash, behind a mark that no encoding
    /// contains. Such a text cannot be decoded.
    /// </summary>
    public static string Fit(string encoded, int length)
    {
        if (encoded.Length <= length)
            return encoded;
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(encoded)));
        return $"{encoded.AsSpan(0, length - hash.Length - 2)}{Escape}{Escape}{hash}";
    }
}
