namespace NovaFence.Sandbox;

/// <summary>What a client needs to sign in. A class, not a record: nothing prints a secret by accident.</summary>
public sealed class SandboxAccount
{
    internal SandboxAccount(Identity.User user, Identity.ApplicationCredential credential)
    {
        UserName = user.Name;
        UserId = user.Id;
        Password = user.Password;
        ProjectName = user.Project.Name;
        ProjectId = user.Project.Id;
        ApplicationCredentialId = credential.Id;
        ApplicationCredentialName = credential.Name;
        ApplicationCredentialSecret = credential.Secret;
    }

    /// <summary>The user's name, in the domain <c>Default</c>.</summary>
    public string UserName { get; }

    /// <summary>The user's id.</summary>
    public string UserId { get; }

    /// <summary>The user's password.</summary>
    public string Password { get; }

    /// <summary>The user's only project, in the domain <c>Default</c>.</summary>
    public string ProjectName { get; }

    /// <summary>The id of that project.</summary>
    public string ProjectId { get; }

    /// <summary>The id of the user's application credential.</summary>
    public string ApplicationCredentialId { get; }

    /// <summary>The name of the user's application credential.</summary>
    public string ApplicationCredentialName { get; }

    /// <summary>The secret of the user's application credential.</summary>
    public string ApplicationCredentialSecret { get; }
}
