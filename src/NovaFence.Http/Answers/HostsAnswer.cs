using System.Text.Json.Serialization;
using NovaFence.Core.Hosts;

namespace NovaFence.Http.Answers;

/// <summary>The answer to <c>GET /api/hosts</c>.</summary>
/// <param name="Hosts">The hosts, what is held first, then what else needs a person.</param>
internal sealed record HostsAnswer(IReadOnlyList<HostView> Hosts)
{
    /// <summary>Why Nova's last listing could not be had, so that what stands under <c>nova</c> is older than it should be; left out where it was had.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NovaFailure { get; init; }
}
