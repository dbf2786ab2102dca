namespace NovaFence.OpenStack.Compute.Wire;

/// <summary>The body of <c>GET /os-migrations</c>.</summary>
internal sealed class MigrationsReply
{
    public IReadOnlyList<MigrationRow>? Migrations { get; init; }

    /// <summary>From 2.59, where there are more: https://github.com/openstack/nova/blob/26.2.2/nova/api/openstack/compute/migrations.py#L131.</summary>
    public IReadOnlyList<Link>? MigrationsLinks { get; init; }

    /// <summary>Whether Nova says that there are more.</summary>
    public bool HasMore => MigrationsLinks?.Any(static link => link is { Rel: "next" }) is true;

    internal sealed class Link
    {
        public string? Rel { get; init; }
    }
}
