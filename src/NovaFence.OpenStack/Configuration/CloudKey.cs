namespace NovaFence.OpenStack.Configuration;

/// <summary>What a source may say of a cloud. The names are those of <see cref="CloudOptions"/>.</summary>
internal enum CloudKey
{
    AuthUrl,
    AuthType,
    ApplicationCredentialId,
    ApplicationCredentialName,
    ApplicationCredentialSecret,
    Username,
    UserId,
    Password,
    ProjectName,
    ProjectId,
    UserDomainName,
    UserDomainId,
    ProjectDomainName,
    ProjectDomainId,
    Region,
    Interface,
    CaCert,
    ComputeEndpoint,
}
