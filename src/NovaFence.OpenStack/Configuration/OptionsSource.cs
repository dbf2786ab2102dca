namespace NovaFence.OpenStack.Configuration;

/// <summary><c>NovaFence:Cloud:*</c>.</summary>
internal sealed class OptionsSource(CloudOptions options) : CloudSource(CloudOptions.Section)
{
    public override string? this[CloudKey key]
    {
        get
        {
            var value = key switch
            {
                CloudKey.AuthUrl => options.AuthUrl,
                CloudKey.ApplicationCredentialId => options.ApplicationCredentialId,
                CloudKey.ApplicationCredentialName => options.ApplicationCredentialName,
                CloudKey.ApplicationCredentialSecret => options.ApplicationCredentialSecret,
                CloudKey.Username => options.Username,
                CloudKey.UserId => options.UserId,
                CloudKey.Password => options.Password,
                CloudKey.ProjectName => options.ProjectName,
                CloudKey.ProjectId => options.ProjectId,
                CloudKey.UserDomainName => options.UserDomainName,
                CloudKey.UserDomainId => options.UserDomainId,
                CloudKey.ProjectDomainName => options.ProjectDomainName,
                CloudKey.ProjectDomainId => options.ProjectDomainId,
                CloudKey.Region => options.Region,
                CloudKey.Interface => options.Interface,
                CloudKey.CaCert => options.CaCert,
                CloudKey.ComputeEndpoint => options.ComputeEndpoint,
                _ => null,
            };
            return string.IsNullOrWhiteSpace(value) ? null : value;
        }
    }

    public override string Spell(CloudKey key) => key.Option() ?? key.ToString();
}
