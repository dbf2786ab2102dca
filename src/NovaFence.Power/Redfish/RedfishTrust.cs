using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NovaFence.Power.Options;

namespace NovaFence.Power.Redfish;

/// <summary>Verifies the certificate of one conversation with a BMC, and remembers why it was refused.</summary>
internal sealed class RedfishTrust
{
    private readonly IReadOnlyList<byte[]> _pins;

    private RedfishTrust(SslClientAuthenticationOptions options, IReadOnlyList<byte[]> pins)
    {
        _pins = pins;
        Options = options;
        Options.RemoteCertificateValidationCallback = (_, certificate, _, errors) => IsTrusted(certificate, errors);
    }

    /// <summary>For the handler.</summary>
    internal SslClientAuthenticationOptions Options { get; }

    /// <summary>Why the certificate was refused; null where none was.</summary>
    internal string? Refusal { get; private set; }

    /// <summary>For a group of BMCs; null, with <paramref name="problem"/>, where its file cannot be read any more.</summary>
    internal static RedfishTrust? For(BmcGroupOptions group, out string? problem)
    {
        problem = null;
        if (group.CertificateSha256.Count > 0)
            return new RedfishTrust(new SslClientAuthenticationOptions(), [.. group.CertificateSha256.Select(Pin).OfType<byte[]>()]);
        if (group.SystemTrust)
            return new RedfishTrust(new SslClientAuthenticationOptions(), []);
        return Authorities(group.CaFile ?? "", out problem) is { } authorities ? new RedfishTrust(With(authorities), []) : null;
    }

    /// <summary>By these authorities and no others.</summary>
    internal static SslClientAuthenticationOptions With(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.CustomTrustStore.AddRange(authorities);
        return new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
    }

    /// <summary>The certificates of a PEM file; null, with a problem to be read behind its key, where there are none.</summary>
    internal static X509Certificate2Collection? Authorities(string file, out string? problem)
    {
        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPemFile(file);
            problem = found.Count > 0 ? null : $"names a file that holds no certificate in PEM: {file}";
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            problem = $"names a file that cannot be read as certificates in PEM: {file}";
        }

        return problem is null ? found : null;
    }

    /// <summary>The bytes of a fingerprint; null where it is none.</summary>
    internal static byte[]? Pin(string text)
    {
        var digits = text.Trim();
        // As openssl prints it.
        if (digits.IndexOf('=', StringComparison.Ordinal) is var begin and >= 0)
            digits = digits[(begin + 1)..];
        digits = digits.Replace(":", "", StringComparison.Ordinal);
        return digits.Length == 2 * SHA256.HashSizeInBytes && digits.All(char.IsAsciiHexDigit) ? Convert.FromHexString(digits) : null;
    }

    private bool IsTrusted(X509Certificate? certificate, SslPolicyErrors errors)
    {
        Refusal = certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) ? "it showed no certificate"
            : _pins.Count > 0 ? IsPinned(certificate) ? null : "its certificate is none of CertificateSha256"
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) ? "its certificate is not signed by a trusted authority, or not valid now"
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? "its certificate is for another name"
            : null;
        return Refusal is null;
    }

    private bool IsPinned(X509Certificate certificate)
    {
        var own = SHA256.HashData(certificate.GetRawCertData());
        return _pins.Any(pin => CryptographicOperations.FixedTimeEquals(pin, own));
    }
}
