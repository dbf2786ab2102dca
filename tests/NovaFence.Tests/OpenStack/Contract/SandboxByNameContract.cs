using NovaFence.Sandbox;

namespace NovaFence.OpenStack.Tests.Contract;

/// <summary>The contract on the sandbox, by name, with a connection for each request.</summary>
public sealed class SandboxByNameContract : CloudContract
{
    protected override string? MaxMicroversion => "2.52";

    private protected override async Task<ContractCloud> StartAsync() => await SandboxContractCloud.StartAsync(WebServer.Uwsgi);
}
