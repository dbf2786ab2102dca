namespace NovaFence.Sandbox.Identity;

/// <summary>A secret that stands for a user in one project, perhaps for a while only.</summary>
internal sealed class ApplicationCredential(string id, string name, string secret, User user, DateTimeOffset? expiresAt)
{
    public string Id { get; } = id;

    public string Name { get; } = name;

    public string Secret { get; } = secret;

    public User User { get; } = user;

    public DateTimeOffset? ExpiresAt { get; } = expiresAt;
}
