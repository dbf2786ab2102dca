using System.Text.Json.Serialization;

namespace NovaFence.OpenStack.Compute.Wire;

/// <summary>
/// A service as Nova writes it: https://github.com/openstack/nova/blob/26.2.2/nova/api/openstack/compute/services.py#L91. Of a cell that is down only
/// binary, host and <c>"status": "UNKNOWN"</c> are there.
/// </summary>
internal sealed class ServiceRow
{
    public string? Binary { get; init; }

    public string? Host { get; init; }

    /// <summary>The UUID from 2.53 on; null below.</summary>
    [JsonConverter(typeof(ServiceIdConverter))]
    public string? Id { get; init; }

    /// <summary><c>enabled</c>, <c>disabled</c>, <c>UNKNOWN</c>.</summary>
    public string? Status { get; init; }

    /// <summary><c>up</c>, <c>down</c>.</summary>
    public string? State { get; init; }

    /// <summary><c>2026-11-22T13:48:36.511396</c>: UTC, and without saying so.</summary>
    public string? UpdatedAt { get; init; }

    public string? DisabledReason { get; init; }

    public bool? ForcedDown { get; init; }
}
