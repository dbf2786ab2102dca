namespace NovaFence.OpenStack.Configuration;

/// <summary>How a key is spelled where OpenStack's users write it.</summary>
/// <remarks>
/// Variables and file keys as python-openstackclient and openstacksdk read them
/// (https://docs.openstack.org/openstacksdk/latest/user/config/configuration.html).
/// </remarks>
internal static class CloudKeySpelling
{
    /// <summary>The environment variables, the usual one first.</summary>
    public static IReadOnlyList<string> Variables(this CloudKey key) => key switch
    {
        CloudKey.AuthUrl => ["OS_AUTH_URL"],
        CloudKey.AuthType => ["OS_AUTH_TYPE"],
        CloudKey.ApplicationCredentialId => ["OS_APPLICATION_CREDENTIAL_ID"],
        CloudKey.ApplicationCredentialSecret => ["OS_APPLICATION_CREDENTIAL_SECRET"],
        CloudKey.Username => ["OS_USERNAME"],
        CloudKey.UserId => ["OS_USER_ID"],
        CloudKey.Password => ["OS_PASSWORD"],
        CloudKey.ProjectName => ["OS_PROJECT_NAME", "OS_TENANT_NAME"],
        CloudKey.ProjectId => ["OS_PROJECT_ID", "OS_TENANT_ID"],
        CloudKey.UserDomainName => ["OS_USER_DOMAIN_NAME"],
        CloudKey.UserDomainId => ["OS_USER_DOMAIN_ID"],
        CloudKey.ProjectDomainName => ["OS_PROJECT_DOMAIN_NAME"],
        CloudKey.ProjectDomainId => ["OS_PROJECT_DOMAIN_ID"],
        CloudKey.Region => ["OS_REGION_NAME"],
        CloudKey.Interface => ["OS_INTERFACE", "OS_ENDPOINT_TYPE"],
        CloudKey.CaCert => ["OS_CACERT"],
        CloudKey.ComputeEndpoint => ["OS_COMPUTE_ENDPOINT_OVERRIDE"],
        _ => throw new ArgumentOutOfRangeException(nameof(key)),
    };

    /// <summary>The names in <c>clouds.yaml</c>, under the cloud or its <c>auth</c>: a variable's name without <c>OS_</c>, in lower case.</summary>
    public static IEnumerable<string> FileKeys(this CloudKey key) =>
        key.Variables().Select(static name => name["OS_".Length..].ToLowerInvariant());

    /// <summary>The configuration key, or null where there is none.</summary>
    public static string? Option(this CloudKey key) => key is CloudKey.AuthType ? null : $"{CloudOptions.Section}:{key}";

    /// <summary>Both spellings, for a sentence.</summary>
    public static string Both(this CloudKey key) =>
        key.Option() is { } option ? $"{option} / {key.Variables()[0]}" : key.Variables()[0];
}
