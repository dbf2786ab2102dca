using System.Text.Json.Serialization;
using NovaFence.Core.Cloud;

namespace NovaFence.Core.Hosts;

/// <summary>An intent under way: a lease on the host while one instance sends its PUT, or switches its machine off.</summary>
/// <param name="Id">Unique; whoever writes the outcome must still find it in the record.</param>
/// <param name="Down">True forces down, false unsets.</param>
/// <param name="By">The instance that acts.</param>
/// <param name="Until">When another instance may take over, UTC.</param>
public sealed record Attempt(string Id, bool Down, string By, DateTimeOffset Until)
{
    /// <summary>What else the PUT says of the service.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public StatusChange Status { get; init; }

    /// <summary>True where it tells the host's BMC to switch the machine off, and sends no PUT.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool SwitchesOff { get; init; }
}
