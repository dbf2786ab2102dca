using System.Text.Json.Serialization;

namespace NovaFence.Core.Alerts;

/// <summary>What an alert does: Alertmanager's two words, and one for an alert that says both within the settle window.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AlertStatus>))]
public enum AlertStatus
{
    /// <summary>It fires.</summary>
    [JsonStringEnumMemberName("firing")]
    Firing,

    /// <summary>
    /// It was resolved, and fires again with a start that is not later than that end, within <see cref="Options.ReleaseOptions.SettleTime"/>. No event
    /// says so; a record does, until the window ends and the last word received counts.
    /// </summary>
    [JsonStringEnumMemberName("pending")]
    Pending,

    /// <summary>It is over.</summary>
    [JsonStringEnumMemberName("resolved")]
    Resolved,
}
