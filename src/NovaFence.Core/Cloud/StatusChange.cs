using System.Text.Json.Serialization;

namespace NovaFence.Core.Cloud;

/// <summary>What becomes of a service's <c>status</c> in the same PUT as <c>forced_down</c>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StatusChange>))]
public enum StatusChange
{
    /// <summary>It stays as it is.</summary>
    [JsonStringEnumMemberName("keep")]
    Keep,

    /// <summary>It becomes <c>disabled</c>, with <see cref="ComputeService.OurReason"/> as its <c>disabled_reason</c>.</summary>
    [JsonStringEnumMemberName("disable")]
    Disable,

    /// <summary>It becomes <c>enabled</c>.</summary>
    [JsonStringEnumMemberName("enable")]
    Enable,
}
