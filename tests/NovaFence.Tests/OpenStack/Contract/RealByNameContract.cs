namespace NovaFence.OpenStack.Tests.Contract;

/// <summary>The contract on a real cloud, by name.</summary>
[NeedsRealNova]
[Collection(RealCloud.Name)]
public sealed class RealByNameContract : CloudContract
{
    protected override string? MaxMicroversion => "2.52";

    private protected override async Task<ContractCloud> StartAsync() => await RealContractCloud.StartAsync();
}
