using NovaFence.Core.Cloud;

namespace NovaFence.Core.Hosts;

/// <summary>A part of the fleet as the ledger keeps it: so many hosts that the row stays well below the store's limit.</summary>
internal sealed record FleetPart(IReadOnlyList<FleetPart.Entry> Hosts)
{
    /// <summary>A host name has up to 255 characters and an id 36: 100 of them, with JSON around, fit into a row whatever their names.</summary>
    internal const int MaxHosts = 100;

    /// <summary>Whether Nova lists one of the compute services that the ledger remembers: the same UUID; the same name where the ledger has no UUID, or the listing none.</summary>
    internal static bool HasOneOf(IReadOnlyList<Entry> remembered, Fleet fleet)
    {
        // Mostly the first is there under its name. Only where none is, every UUID is compared.
        if (remembered.Any(entry => fleet.Find(entry.Name) is { } listed && (entry.Id is null || listed.ServiceId is null || entry.Id.Equals(listed.ServiceId, StringComparison.OrdinalIgnoreCase))))
            return true;
        var ids = remembered.Select(entry => entry.Id ?? entry.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        // Of several services of a name any may be the one.
        return fleet.Services.Any(service => ids.Contains(service.Host.ServiceId ?? service.Host.Name) || ids.Contains(service.Host.Name));
    }

    internal sealed record Entry(string Name, string? Id);
}
