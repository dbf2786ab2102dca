namespace NovaFence.Sandbox;

/// <summary>The services of a sandbox.</summary>
public enum SandboxService
{
    /// <summary>Identity, under <c>/identity</c>.</summary>
    Keystone,

    /// <summary>Compute, under <c>/v2.1</c>.</summary>
    Nova,

    /// <summary>A host's BMC, under <c>/redfish</c>, on a port of its own.</summary>
    Bmc,
}
