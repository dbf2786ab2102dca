using System.Text.Json.Serialization;

namespace NovaFence.Http.Endpoints;

/// <summary>The body of <c>PUT /api/hosts/{host}/force-down</c>.</summary>
internal sealed class ForceDownRequest
{
    [JsonRequired]
    public bool ForcedDown { get; init; }

    public string? Reason { get; init; }

    /// <summary>Whether it is done whatever a look says; see <see cref="NovaFence.Core.Hosts.OperatorCommand.Force"/>.</summary>
    public bool Force { get; init; }
}
