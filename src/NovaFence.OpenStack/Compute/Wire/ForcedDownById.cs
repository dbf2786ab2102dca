using System.Text.Json.Serialization;
using NovaFence.Core.Cloud;

namespace NovaFence.OpenStack.Compute.Wire;

/// <summary>The body of the PUT by UUID.</summary>
internal sealed record ForcedDownById(bool ForcedDown)
{
    /// <summary><c>enabled</c> or <c>disabled</c>; left out, it stays as it is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Status { get; init; }

    /// <summary>Only with <c>disabled</c>, or Nova refuses: https://github.com/openstack/nova/blob/26.2.2/nova/api/openstack/compute/services.py#L449.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DisabledReason { get; init; }

    /// <summary>The body that says both.</summary>
    public static ForcedDownById Of(bool forcedDown, StatusChange status) => status switch
    {
        StatusChange.Disable => new ForcedDownById(forcedDown) { Status = "disabled", DisabledReason = ComputeService.OurReason },
        StatusChange.Enable => new ForcedDownById(forcedDown) { Status = "enabled" },
        _ => new ForcedDownById(forcedDown),
    };
}
