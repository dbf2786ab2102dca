using NovaFence.Core.Power;

namespace NovaFence.Power;

/// <summary>A system that a BMC has, as the BMC tells it. Texts are those of the BMC, without control characters, shortened.</summary>
/// <param name="Path">Its path on the BMC, such as <c>/redfish/v1/Systems/1</c>.</param>
/// <param name="Serial">Its serial number; null where it tells none.</param>
/// <param name="Uuid">Its UUID; null where it tells none.</param>
/// <param name="Model">Manufacturer and model; null where it tells neither.</param>
/// <param name="PowerState">What stands in <c>PowerState</c>; null where nothing does, or no text.</param>
public sealed record SeenMachine(string Path, string? Serial, string? Uuid, string? Model, string? PowerState)
{
    /// <summary>Its stock-keeping unit; null where it tells none. Dell's machines tell their service tag so, which their kernels have as the serial number.</summary>
    public string? Sku { get; init; }
}

/// <summary>One read of a BMC with everything that it told.</summary>
/// <param name="Read">What it came to.</param>
/// <param name="Machines">The systems that the BMC has, as far as they were read.</param>
/// <param name="Machine">The one that is expected; null where it is not there, or not alone.</param>
public sealed record BmcLook(PowerRead Read, IReadOnlyList<SeenMachine> Machines, SeenMachine? Machine);
