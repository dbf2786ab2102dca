using NovaFence.Core.Cloud;
using NovaFence.OpenStack.Compute.Wire;

namespace NovaFence.OpenStack.Compute;

/// <summary>Nova's rows in our words. What a row leaves out is unknown, never assumed.</summary>
internal static class ServiceListing
{
    public static IReadOnlyList<ComputeService> Read(IReadOnlyList<ServiceRow> rows) =>
        [.. rows.Where(static row => row is { Binary: "nova-compute", Host.Length: > 0 }).Select(Read)];

    private static ComputeService Read(ServiceRow row) => new()
    {
        Host = new ComputeHost(row.Host!, row.Id),
        State = row.State switch
        {
            "up" => ServiceState.Up,
            "down" => ServiceState.Down,
            _ => ServiceState.Unknown,
        },
        ForcedDown = row.ForcedDown,
        UpdatedAt = UtcMoment.Read(row.UpdatedAt),
        Disabled = row.Status switch
        {
            "enabled" => false,
            "disabled" => true,
            _ => null,
        },
        DisabledReason = row.DisabledReason,
    };
}
