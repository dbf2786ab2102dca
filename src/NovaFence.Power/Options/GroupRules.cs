using NovaFence.Power.Redfish;

namespace NovaFence.Power.Options;

/// <summary>What a group of credentials must look like. A sentence never shows a password.</summary>
internal static class GroupRules
{
    private const int MostNameLetters = 40;

    /// <summary>Every problem, each beginning with its key.</summary>
    internal static IEnumerable<string> Problems(string key, BmcGroupOptions group)
    {
        if (group.Name is { } name && (name.Length is 0 or > MostNameLetters || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')))
            yield return $"{key}:Name is not 1 to {MostNameLetters} letters, digits, '-' and '_'";
        if (group.User is { } user && (string.IsNullOrWhiteSpace(user) || user.Contains(':', StringComparison.Ordinal) || user.Any(char.IsControl)))
            yield return $"{key}:User is empty, or has a colon or a control character in it, which Basic authentication cannot send";
        foreach (var problem in SecretProblems(key, group.Password, nameof(group.Password), group.PasswordFile, nameof(group.PasswordFile)))
            yield return problem;
        if (group.Password is null && group.PasswordFile is null)
            yield return $"{key}:Password is missing: give it in the environment, or name a file in {key}:PasswordFile";
        foreach (var problem in TrustProblems(key, group))
            yield return problem;
    }

    /// <summary>A secret that is written or in a file, and not both.</summary>
    internal static IEnumerable<string> SecretProblems(string key, string? written, string writtenName, string? file, string fileName)
    {
        if (written is not null && file is not null)
            yield return $"{key}:{writtenName} is set, and so is {key}:{fileName}: leave one of them out";
        if (written is not null && (string.IsNullOrWhiteSpace(written) || written.Any(char.IsControl)))
            yield return $"{key}:{writtenName} is empty, or has a line end or another control character in it";
        if (file is not null && !SecretFile.TryRead(file, out _, out var problem))
            yield return $"{key}:{fileName} {problem}";
    }

    private static IEnumerable<string> TrustProblems(string key, BmcGroupOptions group)
    {
        var ways = (group.CaFile is null ? 0 : 1) + (group.CertificateSha256.Count > 0 ? 1 : 0) + (group.SystemTrust ? 1 : 0);
        if (ways == 0)
            yield return $"{key}:CaFile is missing: name a PEM file with the authority that signed the BMCs' certificates, or give {key}:CertificateSha256 of the certificates, or say {key}:SystemTrust: true where the system's authorities signed them";
        if (ways > 1)
            yield return $"{key}:CaFile, {key}:CertificateSha256 and {key}:SystemTrust are ways to verify a certificate, and more than one is set: keep one";
        if (group.CaFile is { } file && RedfishTrust.Authorities(file, out var problem) is null)
            yield return $"{key}:CaFile {problem}";
        for (var index = 0; index < group.CertificateSha256.Count; index++)
        {
            if (RedfishTrust.Pin(group.CertificateSha256[index]) is null)
                yield return FormattableString.Invariant($"{key}:CertificateSha256:{index} is no SHA-256: write 64 hexadecimal digits, as 'openssl x509 -noout -fingerprint -sha256' prints them");
        }
    }
}
