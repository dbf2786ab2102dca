using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace NovaFence.Server.Remote;

/// <summary>Whether the server's certificate is trusted, and if not, why not.</summary>
internal sealed class ServerTrust
{
    private readonly X509Certificate2Collection? _authorities;

    private ServerTrust(X509Certificate2Collection? authorities) => _authorities = authorities;

    /// <summary>Why the last certificate was refused; null where none was.</summary>
    internal string? Doubt { get; private set; }

    /// <summary>By the authorities of this file alone, or by those of this machine.</summary>
    /// <exception cref="InvalidDataException">The file holds no certificate in PEM.</exception>
    internal static ServerTrust By(FileInfo? file)
    {
        if (file is null)
            return new ServerTrust(null);
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(file.FullName);
        }
        catch (Exception unreadable) when (unreadable is System.Security.Cryptography.CryptographicException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"--ca {file.FullName} cannot be read as certificates in PEM: {unreadable.Message}", unreadable);
        }

        return authorities.Count > 0 ? new ServerTrust(authorities) : throw new InvalidDataException($"--ca {file.FullName} holds no certificate in PEM (-----BEGIN CERTIFICATE-----)");
    }

    internal SslClientAuthenticationOptions Options()
    {
        var options = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, chain, errors) => Note(chain, errors) };
        if (_authorities is not null)
        {
            options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(_authorities);
        }

        return options;
    }

    private bool Note(X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
            return true;
        var status = chain?.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status) ?? X509ChainStatusFlags.NoError;
        Doubt = errors switch
        {
            _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) => "it shows no certificate",
            _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) => "its certificate is for another name: use the name that the certificate has",
            _ when status.HasFlag(X509ChainStatusFlags.NotTimeValid) => "its certificate has expired, or is not valid yet",
            _ when _authorities is null => "its certificate is not by an authority that this machine trusts: name that authority's file with --ca FILE",
            _ => "its certificate is not by an authority of the file after --ca",
        };
        return false;
    }
}
