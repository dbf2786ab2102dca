namespace NovaFence.OpenStack.Compute.Wire;

/// <summary>A migration as Nova writes it: https://github.com/openstack/nova/blob/26.2.2/nova/api/openstack/compute/migrations.py#L38.</summary>
internal sealed class MigrationRow
{
    /// <summary>From 2.59 on, where there are pages; null below.</summary>
    public string? Uuid { get; init; }

    public string? SourceCompute { get; init; }

    /// <summary><c>accepted</c>, <c>pre-migrating</c>, <c>running</c>, <c>done</c>, <c>completed</c>, <c>failed</c>, <c>error</c>, …</summary>
    public string? Status { get; init; }
}
