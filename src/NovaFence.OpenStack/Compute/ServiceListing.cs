using System.Globalization;
using System.Text.Json;
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
        // A number is no name for a service: below 2.53 it is unique within its cell only.
        Host = new ComputeHost(row.Host!, row.Id.ValueKind is JsonValueKind.String ? row.Id.GetString() : null),
        State = row.State switch
        {
            "up" => ServiceState.Up,
            "down" => ServiceState.Down,
            _ => ServiceState.Unknown,
        },
        ForcedDown = row.ForcedDown,
        UpdatedAt = DateTimeOffset.TryParse(
            row.UpdatedAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            ? moment
            : null,
        Disabled = row.Status switch
        {
            "enabled" => false,
            "disabled" => true,
            _ => null,
        },
        DisabledReason = row.DisabledReason,
    };
}
