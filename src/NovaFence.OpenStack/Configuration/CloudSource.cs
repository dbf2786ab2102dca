namespace NovaFence.OpenStack.Configuration;

/// <summary>One place that may say something of a cloud.</summary>
/// <param name="name">What to call it in a sentence.</param>
internal abstract class CloudSource(string name)
{
    private static readonly CloudKey[] Credentials =
    [
        CloudKey.ApplicationCredentialId, CloudKey.ApplicationCredentialName, CloudKey.ApplicationCredentialSecret, CloudKey.Username, CloudKey.UserId, CloudKey.Password,
    ];

    /// <summary>What to call it in a sentence.</summary>
    public string Name { get; } = name;

    /// <summary>What it says, or null.</summary>
    public abstract string? this[CloudKey key] { get; }

    /// <summary>How the key is spelled there.</summary>
    public abstract string Spell(CloudKey key);

    /// <summary>The keys it has that say who we are.</summary>
    public IEnumerable<CloudKey> CredentialsNamed => Credentials.Where(key => this[key] is not null);
}
