namespace NovaFence.OpenStack.Configuration;

/// <summary>How a key is spelled where OpenStack's users write it.</summary>
internal static class CloudKeySpelling
{
    /// <summary>The environment variable.</summary>
    public static string Variable(this CloudKey key) => "OS_" + key.FileKey().ToUpperInvariant();

    /// <summary>The name in <c>clouds.yaml</c>, under the cloud or its <c>auth</c>. Others that mean the same are in <see cref="ClientKeys"/>.</summary>
    public static string FileKey(this CloudKey key) => key switch
    {
        CloudKey.AuthUrl => ClientKeys.AuthUrl,
        CloudKey.AuthType => ClientKeys.AuthType,
        CloudKey.ApplicationCredentialId => "application_credential_id",
        CloudKey.ApplicationCredentialName => "application_credential_name",
        CloudKey.ApplicationCredentialSecret => "application_credential_secret",
        CloudKey.Username => "username",
        CloudKey.UserId => "user_id",
        CloudKey.Password => "password",
        CloudKey.ProjectName => "project_name",
        CloudKey.ProjectId => "project_id",
        CloudKey.UserDomainName => "user_domain_name",
        CloudKey.UserDomainId => "user_domain_id",
        CloudKey.ProjectDomainName => "project_domain_name",
        CloudKey.ProjectDomainId => "project_domain_id",
        CloudKey.Region => ClientKeys.RegionName,
        CloudKey.Interface => ClientKeys.Interface,
        CloudKey.CaCert => ClientKeys.CaCert,
        CloudKey.ComputeEndpoint => ClientKeys.Endpoint,
        _ => throw new ArgumentOutOfRangeException(nameof(key)),
    };

    /// <summary>The configuration key, or null where there is none.</summary>
    public static string? Option(this CloudKey key) => key is CloudKey.AuthType ? null : $"{CloudOptions.Section}:{key}";

    /// <summary>Both spellings, for a sentence.</summary>
    public static string Both(this CloudKey key) => key.Option() is { } option ? $"{option} / {key.Variable()}" : key.Variable();
}
