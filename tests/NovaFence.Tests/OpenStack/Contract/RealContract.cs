namespace NovaFence.OpenStack.Tests.Contract;

/// <summary>The contract on a real cloud, by UUID.</summary>
[NeedsRealNova]
[Collection(RealCloud.Name)]
public sealed class RealContract : CloudContract
{
    protected override string? MaxMicroversion => null;

    private protected override async Task<ContractCloud> StartAsync() => await RealContractCloud.StartAsync();
}
