using NovaFence.Sandbox;

namespace NovaFence.OpenStack.Tests.Wire;

/// <summary>The sandbox with uwsgi's framing.</summary>
public sealed class UwsgiSandboxWire : SandboxWire
{
    protected override SandboxOptions Options => new() { WebServer = WebServer.Uwsgi };
}
