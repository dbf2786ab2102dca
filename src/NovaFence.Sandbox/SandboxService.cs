namespace NovaFence.Sandbox;

/// <summary>The two services of a sandbox.</summary>
public enum SandboxService
{
    /// <summary>Identity, under <c>/identity</c>.</summary>
    Keystone,

    /// <summary>Compute, under <c>/v2.1</c>.</summary>
    Nova,
}
