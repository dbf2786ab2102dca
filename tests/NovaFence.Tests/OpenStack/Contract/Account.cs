namespace NovaFence.OpenStack.Tests.Contract;

/// <summary>A user of the cloud the contract runs on, all in the domain <c>Default</c>.</summary>
internal sealed record Account(string Username, string Password, string ProjectName)
{
    /// <summary>The keys of <c>NovaFence:Cloud</c> that sign this user in.</summary>
    public IEnumerable<(string Key, string? Value)> Settings =>
    [
        ("ApplicationCredentialId", null), ("ApplicationCredentialSecret", null),
        ("Username", Username), ("Password", Password), ("ProjectName", ProjectName),
        ("UserDomainName", "Default"), ("ProjectDomainName", "Default"),
    ];
}
