using NovaFence.Sandbox;

namespace NovaFence.OpenStack.Tests.Contract;

/// <summary>The contract on the sandbox, by UUID, with connections that are kept.</summary>
public sealed class SandboxContract : CloudContract
{
    protected override string? MaxMicroversion => null;

    private protected override async Task<ContractCloud> StartAsync() => await SandboxContractCloud.StartAsync(WebServer.Eventlet);
}
