namespace NovaFence.OpenStack.Compute.Wire;

/// <summary>The body of <c>GET /os-migrations</c>.</summary>
internal sealed class MigrationsReply
{
    public IReadOnlyList<MigrationRow>? Migrations { get; init; }
}
