using NovaFence.Sandbox;

namespace NovaFence.Cloud.Tests.Detection;

/// <summary>A cloud whose nova-compute can be stopped.</summary>
internal interface ICrashableCloud : IAsyncDisposable
{
    /// <summary>What a person calls it.</summary>
    string Name { get; }

    /// <summary>How NovaFence reaches it, where the environment does not say so.</summary>
    IEnumerable<(string Key, string Value)> Settings { get; }

    /// <summary>The host loses its power: it reports no more from that moment.</summary>
    Task CrashAsync(string host);

    Task<DateTimeOffset> ReportedAtAsync(string host);

    Task<bool> IsForcedDownAsync(string host);

    /// <summary>Leaves the host as it was.</summary>
    Task RestoreAsync(string host);
}

internal sealed class CrashableNova(RealNova nova) : ICrashableCloud
{
    public string Name => "a real Nova";

    public IEnumerable<(string Key, string Value)> Settings => [];

    public Task CrashAsync(string host) => RealNova.KillAsync(host);

    public Task<DateTimeOffset> ReportedAtAsync(string host) => nova.ReportedAtAsync(host);

    public Task<bool> IsForcedDownAsync(string host) => nova.IsForcedDownAsync(host);

    public async Task RestoreAsync(string host)
    {
        await nova.SetForcedDownAsync(host, false);
        await nova.StartComputeAsync(host);
    }

    public ValueTask DisposeAsync()
    {
        nova.Dispose();
        return ValueTask.CompletedTask;
    }
}

internal sealed class CrashableSandbox(SandboxCloud cloud) : ICrashableCloud
{
    public string Name => "the sandbox's Nova";

    public IEnumerable<(string Key, string Value)> Settings =>
    [
        ("Cloud__AuthUrl", cloud.AuthUrl.ToString()),
        ("Cloud__ApplicationCredentialId", cloud.Admin.ApplicationCredentialId),
        ("Cloud__ApplicationCredentialSecret", cloud.Admin.ApplicationCredentialSecret),
    ];

    public Task CrashAsync(string host)
    {
        cloud.StopCompute(host);
        return Task.CompletedTask;
    }

    public Task<DateTimeOffset> ReportedAtAsync(string host) => Task.FromResult(cloud.FindHost(host)!.LastReportAt);

    public Task<bool> IsForcedDownAsync(string host) =>
        Task.FromResult(cloud.Requests.ServicePuts.LastOrDefault(put => put.Host == host)?.ForcedDown == true);

    public Task RestoreAsync(string host) => Task.CompletedTask;

    public ValueTask DisposeAsync() => cloud.DisposeAsync();
}
