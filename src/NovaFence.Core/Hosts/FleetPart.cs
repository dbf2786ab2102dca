namespace NovaFence.Core.Hosts;

/// <summary>A part of the fleet as the ledger keeps it: so many hosts that the row stays well below the store's limit.</summary>
internal sealed record FleetPart(IReadOnlyList<FleetPart.Entry> Hosts)
{
    /// <summary>A host name has up to 255 characters and an id 36: 100 of them, with JSON around, fit into a row whatever their names.</summary>
    internal const int MaxHosts = 100;

    internal sealed record Entry(string Name, string? Id);
}
