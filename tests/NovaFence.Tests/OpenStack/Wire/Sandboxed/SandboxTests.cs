using NovaFence.Sandbox;

namespace NovaFence.OpenStack.Tests.Wire.Sandboxed;

/// <summary>What only a sandbox does: its controls. A fresh one for each test.</summary>
public abstract class SandboxTests : IAsyncLifetime
{
    protected SandboxWire Wire { get; private set; } = null!;

    protected SandboxCloud Cloud => Wire.Cloud;

    protected virtual SandboxOptions Options => new();

    public async ValueTask InitializeAsync()
    {
        Wire = new ConfiguredSandboxWire(Options);
        await Wire.InitializeAsync();
        Cloud.Requests.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await Wire.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected async Task<int> StatusAsync(string token) => (await Wire.NovaAsync(HttpMethod.Get, "/os-services", token: token)).Status;

    private sealed class ConfiguredSandboxWire(SandboxOptions options) : SandboxWire
    {
        protected override SandboxOptions Options => options;
    }
}
