using System.Text.Json.Serialization;

namespace NovaFence.Core.Cloud;

/// <summary>Nova's <c>state</c> of a service, three-valued.</summary>
/// <remarks>From 2.69 the rows of a cell that is down say <c>UNKNOWN</c> or leave the field out: neither up nor down.</remarks>
public enum ServiceState
{
    /// <summary>Nova does not know: the service's cell did not answer.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,

    /// <summary>The service reports, and is not forced down.</summary>
    [JsonStringEnumMemberName("up")]
    Up,

    /// <summary>The service has not reported for <c>service_down_time</c>, or is forced down.</summary>
    [JsonStringEnumMemberName("down")]
    Down,
}
