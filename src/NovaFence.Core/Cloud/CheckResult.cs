using System.Text.Json.Serialization;

namespace NovaFence.Core.Cloud;

/// <summary>How one thing stands before going live.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckResult>))]
public enum CheckResult
{
    /// <summary>It is as it has to be.</summary>
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>It works, and somebody should know of it.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>Something will not work.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}
