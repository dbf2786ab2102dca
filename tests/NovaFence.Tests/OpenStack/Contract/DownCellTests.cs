using NovaFence.Core.Cloud;
using NovaFence.OpenStack.Tests.Scripted;
using NovaFence.Sandbox;

namespace NovaFence.OpenStack.Tests.Contract;

/// <summary>A cell that is down, which only the sandbox can be asked to have.</summary>
public sealed class DownCellTests
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_hosts_are_listed_as_unknown_and_not_left_out()
    {
        await using var sandbox = await SandboxCloud.StartAsync(cancellation: Now);
        await using var client = ClientUnderTest.Of(sandbox.AuthUrl, [
            ("ApplicationCredentialId", sandbox.Admin.ApplicationCredentialId), ("ApplicationCredentialSecret", sandbox.Admin.ApplicationCredentialSecret)]);
        sandbox.SetCellDown("compute3", true);

        var listing = await client.Cloud.ListComputeServicesAsync(Now);

        var services = listing.Should().BeOfType<CloudListing.Listed>().Subject.Services;
        services.Should().HaveCount(5);
        services.Should().ContainSingle(static service => service.Host.Name == "compute3").Which.Should().Be(
            new ComputeService { Host = new ComputeHost("compute3", null), State = ServiceState.Unknown });
    }
}
