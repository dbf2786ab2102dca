using NovaFence.Sandbox;

namespace NovaFence.IntegrationTests;

/// <summary>Somebody who speaks to the sandbox's cloud beside NovaFence.</summary>
internal static class AnotherClient
{
    /// <summary>As its administrator.</summary>
    internal static OpenStackClient Of(SandboxCloud cloud) =>
        new(cloud.AuthUrl, cloud.ComputeUrl, cloud.Admin.ApplicationCredentialId, cloud.Admin.ApplicationCredentialSecret);
}
