namespace NovaFence.OpenStack.Identity.Wire;

/// <summary>The body of <c>POST /v3/auth/tokens</c>. Classes, not records: nothing prints a secret.</summary>
internal sealed class TokenRequest
{
    public required AuthPart Auth { get; init; }

    internal sealed class AuthPart
    {
        public required IdentityPart Identity { get; init; }

        /// <summary>
        /// Null with an application credential: "Application credentials cannot request a scope."
        /// (https://github.com/openstack/keystone/blob/22.0.2/keystone/auth/core.py#L268).
        /// </summary>
        public ScopePart? Scope { get; init; }
    }

    internal sealed class IdentityPart
    {
        public required IReadOnlyList<string> Methods { get; init; }

        public PasswordPart? Password { get; init; }

        public ApplicationCredentialPart? ApplicationCredential { get; init; }
    }

    internal sealed class PasswordPart
    {
        public required UserPart User { get; init; }
    }

    internal sealed class UserPart
    {
        public string? Id { get; init; }

        public string? Name { get; init; }

        public DomainPart? Domain { get; init; }

        public required string Password { get; init; }
    }

    internal sealed class ApplicationCredentialPart
    {
        public string? Id { get; init; }

        /// <summary>With <see cref="User"/>, where there is no id.</summary>
        public string? Name { get; init; }

        public OwnerPart? User { get; init; }

        public required string Secret { get; init; }
    }

    internal sealed class OwnerPart
    {
        public string? Id { get; init; }

        public string? Name { get; init; }

        public DomainPart? Domain { get; init; }
    }

    internal sealed class ScopePart
    {
        public required ProjectPart Project { get; init; }
    }

    internal sealed class ProjectPart
    {
        public string? Id { get; init; }

        public string? Name { get; init; }

        public DomainPart? Domain { get; init; }
    }

    internal sealed class DomainPart
    {
        public string? Id { get; init; }

        public string? Name { get; init; }
    }
}
