using System.Text.RegularExpressions;

namespace NovaFence.Core.Options;

/// <summary>
/// A value that stands for another, which nobody has put in its place. Taken for a secret it could be guessed by whoever knows the name of the vault or of
/// the variable. No key of NovaFence takes one. A sentence never shows the value.
/// </summary>
public static partial class Placeholder
{
    /// <summary>
    /// What Azure leaves in a setting whose reference into a vault it could not resolve
    /// (https://learn.microsoft.com/azure/app-service/app-service-key-vault-references).
    /// </summary>
    private const string VaultReference = "@Microsoft.KeyVault(";

    /// <summary>
    /// What <c>azd env set-secret</c> writes. azd resolves it in a parameters file of JSON, and not in a <c>.bicepparam</c>
    /// (https://learn.microsoft.com/azure/developer/azure-developer-cli/environment-secrets).
    /// </summary>
    private const string AzdReference = "akvs://";

    /// <summary>The same of a reference into App Configuration (https://learn.microsoft.com/azure/app-service/app-service-configuration-references).</summary>
    private const string ConfigurationReference = "@Microsoft.AppConfiguration(";

    /// <summary>What is wrong with the value, to be read behind its key; null where it is no placeholder.</summary>
    public static string? Problem(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        // Files of variables are read by some programs with their quotes.
        var trimmed = value.AsSpan().Trim().Trim("\"'").Trim();
        if (trimmed.StartsWith(VaultReference, StringComparison.OrdinalIgnoreCase))
            return "is a Key Vault reference that Azure could not resolve: see whether the secret is there, and whether the app's identity may read it";
        if (trimmed.StartsWith(ConfigurationReference, StringComparison.OrdinalIgnoreCase))
            return "is an App Configuration reference that Azure could not resolve: see whether the key is there, and whether the app's identity may read it";
        if (trimmed.StartsWith(AzdReference, StringComparison.OrdinalIgnoreCase))
            return "is a reference that 'azd env set-secret' wrote, and nothing has put the secret in its place: hand over the secret itself, see 'Up' in docs/deploy-azure.md";
        return Variable().IsMatch(trimmed)
            ? "is the name of a variable in ${ }, $( ) or {{ }}, and nothing has put its value in its place: hand over the value itself"
            : null;
    }

    // ${ } as shells, Compose, azd and GitHub write it, with a default or without; $( ) as Kubernetes and Azure Pipelines leave one that they do not know; {{ }} as templates do.
    [GeneratedRegex(@"\A(\$\{.+\}|\$\([A-Za-z_][A-Za-z0-9_.-]*\)|\{\{.+\}\})\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex Variable();
}
