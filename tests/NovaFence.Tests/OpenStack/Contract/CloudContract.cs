using NovaFence.Core.Cloud;
using NovaFence.OpenStack.Tests.Scripted;

namespace NovaFence.OpenStack.Tests.Contract;

/// <summary>
/// What a Nova and a Keystone do that a client can see. The same tests run on the sandbox and on a real cloud: where one of them differs, the sandbox is
/// wrong.
/// </summary>
public abstract partial class CloudContract : IAsyncLifetime
{
    private protected static CancellationToken Now => TestContext.Current.CancellationToken;

    private ContractCloud? cloud;
    private ClientUnderTest? client;

    /// <summary>What pins the client, or null.</summary>
    protected abstract string? MaxMicroversion { get; }

    private bool ByUuid => MaxMicroversion is null;

    private ContractCloud Stage => cloud!;

    private ClientUnderTest Client => client!;

    private ICloud Cloud => client!.Cloud;

    private protected abstract Task<ContractCloud> StartAsync();

    public async ValueTask InitializeAsync()
    {
        cloud = await StartAsync();
        client = ClientAs(cloud.Administrator);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (cloud is null || client is null)
            return;
        await Cloud.SetForcedDownAsync(await HostAsync(cloud.Host), false, StatusChange.Keep, CancellationToken.None);
        await client.DisposeAsync();
        await cloud.DisposeAsync();
    }

    /// <summary>A client that is signed in as somebody.</summary>
    private ClientUnderTest ClientAs(Account account, params IEnumerable<(string Key, string? Value)> more) => ClientOf([.. account.Settings, .. more]);

    private ClientUnderTest ClientWith(string id, string secret, params IEnumerable<(string Key, string? Value)> more) =>
        ClientOf([("ApplicationCredentialId", id), ("ApplicationCredentialSecret", secret), .. more]);

    private ClientUnderTest ClientOf(IEnumerable<(string Key, string? Value)> settings, TimeProvider? time = null) =>
        ClientUnderTest.Of(Stage.AuthUrl, [
            ("Region", Stage.Region), ("MaxMicroversion", MaxMicroversion),
            // Not what this is about, and a busy machine has a right to be slow.
            ("ForceDown:Deadline", "00:02:00"), ("ForceDown:AttemptTimeout", "00:01:00"), ("List:AttemptTimeout", "00:01:00"),
            ("List:Deadline", "00:02:00"), ("Token:AttemptTimeout", "00:01:00"), ("Token:Deadline", "00:02:00"),
            ("Discovery:AttemptTimeout", "00:01:00"), ("Discovery:Deadline", "00:02:00"), .. settings], time: time);

    /// <summary>The host as the listing names it.</summary>
    private async Task<ComputeHost> HostAsync(string name) => (await ServiceAsync(name)).Host;

    private async Task<ComputeService> ServiceAsync(string name) =>
        (await Cloud.ListComputeServicesAsync(CancellationToken.None)).Should().BeOfType<CloudListing.Listed>().Subject.Services
            .Should().ContainSingle(service => service.Host.Name == name).Subject;
}
