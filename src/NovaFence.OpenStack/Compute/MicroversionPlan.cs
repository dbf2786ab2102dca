namespace NovaFence.OpenStack.Compute;

/// <summary>Which microversions to speak. Each call is pinned to exactly what it needs: a newer Nova cannot change its meaning.</summary>
/// <param name="Newest">The newest that the cloud has and the configuration allows.</param>
/// <param name="Oldest">The oldest that the cloud still has.</param>
internal sealed record MicroversionPlan(Microversion Oldest, Microversion Newest)
{
    /// <summary>True from 2.53 on: services have UUIDs.</summary>
    public bool HasUuids => Newest >= Microversion.ByUuid;

    /// <summary>For the PUT by UUID; null where there is none.</summary>
    public Microversion? ByUuid => HasUuids ? AtLeast(Microversion.ByUuid) : null;

    /// <summary>For the PUT by name; null where the cloud has dropped it.</summary>
    public Microversion? ByName => Oldest <= Microversion.LastByName ? AtLeast(Microversion.ForcedDown) : null;

    /// <summary>For the listing: the newest of those that add something to it.</summary>
    public Microversion Listing =>
        Newest >= Microversion.DownCells ? AtLeast(Microversion.DownCells) : ByUuid ?? AtLeast(Microversion.ForcedDown);

    private Microversion AtLeast(Microversion wanted) => wanted > Oldest ? wanted : Oldest;
}
