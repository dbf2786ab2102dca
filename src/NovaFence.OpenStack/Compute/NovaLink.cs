using NovaFence.OpenStack.Identity;

namespace NovaFence.OpenStack.Compute;

/// <summary>A Nova that was found and understood: its endpoint, its client, and the microversions to speak.</summary>
internal sealed record NovaLink(ComputeEndpoint Endpoint, INovaApi Api, MicroversionPlan Plan)
{
    /// <summary>The headers of a call at that microversion.</summary>
    public static Dictionary<string, string> Headers(CloudToken token, Microversion version) => new(StringComparer.Ordinal)
    {
        ["X-Auth-Token"] = token.Value,
        // Nova reads the first from 2.27 on, the second at every version that has force-down:
        // https://docs.openstack.org/api-guide/compute/microversions.html.
        ["OpenStack-API-Version"] = $"compute {version}",
        ["X-OpenStack-Nova-API-Version"] = version.ToString(),
    };
}
