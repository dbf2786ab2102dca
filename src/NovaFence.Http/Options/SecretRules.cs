namespace NovaFence.Http.Options;

/// <summary>What a configured token or secret must look like. A sentence never shows the value.</summary>
internal static class SecretRules
{
    /// <summary>Shorter ones can be guessed over the network. 32 random characters are what the documentation shows how to make.</summary>
    public const int LeastLength = 8;

    /// <summary>
    /// What Azure leaves in a setting whose reference into a vault it could not resolve
    /// (https://learn.microsoft.com/azure/app-service/app-service-key-vault-references). Taken for the secret, it would be one that anybody can guess
    /// who knows the vault's name.
    /// </summary>
    private const string UnresolvedReference = "@Microsoft.KeyVault(";

    /// <summary>The problems of a list of secrets, each beginning with its key.</summary>
    public static IEnumerable<string> Problems(string key, IList<string> secrets, int leastLength)
    {
        for (var index = 0; index < secrets.Count; index++)
        {
            var secret = secrets[index];
            if (string.IsNullOrWhiteSpace(secret))
                yield return $"{key}:{index} is empty: give it a value, or leave the whole list out";
            else if (secret.StartsWith(UnresolvedReference, StringComparison.OrdinalIgnoreCase))
                yield return $"{key}:{index} is a Key Vault reference that Azure could not resolve: see whether the secret is there, and whether the app's identity may read it";
            else if (secret.AsSpan().ContainsAnyExceptInRange('!', '~'))
                yield return $"{key}:{index} has a space, a line end or a character outside ASCII, so no sender could send it";
            else if (secret.Length < leastLength)
                yield return $"{key}:{index} is shorter than {leastLength} characters: make one with 'openssl rand -hex 32'";
        }
    }
}
