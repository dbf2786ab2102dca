using NovaFence.OpenStack.Configuration;
using NovaFence.OpenStack.Identity.Wire;

namespace NovaFence.OpenStack.Identity;

/// <summary>Puts an identity into Keystone's words.</summary>
internal static class TokenRequests
{
    public static TokenRequest For(CloudIdentity identity) => identity switch
    {
        CloudIdentity.ApplicationCredential credential => new TokenRequest
        {
            Auth = new TokenRequest.AuthPart
            {
                Identity = new TokenRequest.IdentityPart
                {
                    Methods = ["application_credential"],
                    ApplicationCredential = new TokenRequest.ApplicationCredentialPart
                    {
                        Id = credential.Id,
                        Name = credential.Name,
                        User = credential.Owner is { } owner ? new TokenRequest.OwnerPart { Id = owner.Id, Name = owner.Name, Domain = Domain(owner) } : null,
                        Secret = credential.Secret,
                    },
                },
            },
        },
        CloudIdentity.User user => new TokenRequest
        {
            Auth = new TokenRequest.AuthPart
            {
                Identity = new TokenRequest.IdentityPart
                {
                    Methods = ["password"],
                    Password = new TokenRequest.PasswordPart
                    {
                        User = new TokenRequest.UserPart
                        {
                            Id = user.Who.Id,
                            Name = user.Who.Name,
                            Domain = Domain(user.Who),
                            Password = user.Password,
                        },
                    },
                },
                Scope = new TokenRequest.ScopePart
                {
                    Project = new TokenRequest.ProjectPart { Id = user.Project.Id, Name = user.Project.Name, Domain = Domain(user.Project) },
                },
            },
        },
        _ => throw new ArgumentOutOfRangeException(nameof(identity)),
    };

    private static TokenRequest.DomainPart? Domain(CloudIdentity.Named named) =>
        named.DomainId is null && named.DomainName is null
            ? null
            : new TokenRequest.DomainPart { Id = named.DomainId, Name = named.DomainName };
}
