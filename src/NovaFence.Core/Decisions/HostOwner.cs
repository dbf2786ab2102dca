using System.Text.Json.Serialization;

namespace NovaFence.Core.Decisions;

/// <summary>Who holds a host down.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HostOwner>))]
public enum HostOwner
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
