namespace NovaFence.Sandbox.Identity;

/// <summary>An issued token. <see cref="Scoped"/> is false for a password token that asked for no project.</summary>
internal sealed class Token(
    string value,
    string auditId,
    User user,
    bool scoped,
    ApplicationCredential? credential,
    DateTimeOffset issuedAt,
    DateTimeOffset expiresAt)
{
    public string Value { get; } = value;

    public string AuditId { get; } = auditId;

    public User User { get; } = user;

    public bool Scoped { get; } = scoped;

    public ApplicationCredential? Credential { get; } = credential;

    public DateTimeOffset IssuedAt { get; } = issuedAt;

    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    public IReadOnlyList<string> Roles => Scoped ? User.Roles : [];

    public bool IsAdmin => Roles.Contains("admin", StringComparer.Ordinal);
}
