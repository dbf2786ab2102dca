using System.Text.Json.Nodes;

namespace NovaFence.OpenStack.Tests.Wire.Contract;

/// <summary>What holds of every cloud here. Each test begins and ends with its host up.</summary>
public abstract class WireContract(WireCloud cloud) : IAsyncLifetime
{
    protected WireCloud Cloud { get; } = cloud;

    public async ValueTask InitializeAsync() => await BringUpAsync();

    public async ValueTask DisposeAsync()
    {
        await BringUpAsync();
        GC.SuppressFinalize(this);
    }

    private async Task BringUpAsync()
    {
        JsonNode service = await Cloud.ServiceAsync(Cloud.Host);
        string path = "/os-services/" + (string)service["id"]!;
        if ((bool)service["forced_down"]!)
            await Cloud.PutAsync(path, """{"forced_down":false}""");
        // Apart, and only where needed: this one makes Nova call the host.
        if ((string?)service["status"] != "enabled")
            await Cloud.PutAsync(path, """{"status":"enabled"}""");
    }
}
