using System.Text.Json.Serialization;

namespace NovaFence.Core.Fencing;

/// <summary>Who holds a host down.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FenceOwner>))]
public enum FenceOwner
{
    /// <summary>Nobody, through NovaFence.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>Alerts: unset when the last one resolves.</summary>
    [JsonStringEnumMemberName("alert")]
    Alert,

    /// <summary>An operator: only an operator unsets it.</summary>
    [JsonStringEnumMemberName("operator")]
    Operator,
}
