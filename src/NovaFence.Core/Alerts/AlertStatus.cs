using System.Text.Json.Serialization;

namespace NovaFence.Core.Alerts;

/// <summary>Alertmanager's word for what an alert does. The order counts: of two events of the same moment, resolved is the newer.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AlertStatus>))]
public enum AlertStatus
{
    /// <summary>It fires.</summary>
    [JsonStringEnumMemberName("firing")]
    Firing,

    /// <summary>It is over.</summary>
    [JsonStringEnumMemberName("resolved")]
    Resolved,
}
