using NovaFence.Functions.Tests.Settings;
using NovaFence.Sandbox;

namespace NovaFence.Functions.Tests.Worker;

/// <summary>A worker on a sandbox cloud, with a ledger in a folder of its own.</summary>
public sealed class Stage : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("novafence-worker-");
    private readonly IReadOnlyDictionary<string, string> _settings;
    private WorkerHost? _host;

    public Stage()
        : this(new Dictionary<string, string>())
    {
    }

    /// <param name="settings">What is set otherwise than in the sample.</param>
    internal Stage(IReadOnlyDictionary<string, string> settings) => _settings = settings;

    /// <summary>Whether it is ready before a test begins.</summary>
    internal bool WhenReady { get; init; } = true;

    public SandboxCloud Cloud { get; private set; } = null!;

    internal WorkerHost Host => _host!;

    internal Callers Callers { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Cloud = await LocalSettings.StartCloudAsync(TestContext.Current.CancellationToken);
        var settings = LocalSettings.For(Cloud, _data);
        foreach (var (name, value) in _settings)
            settings[name] = value;
        if (settings.ContainsKey("NovaFence__Ledger__Tables__ConnectionString"))
            settings.Remove("NovaFence__Ledger__Sqlite__Path");
        _host = await WorkerHost.StartAsync(settings, TestContext.Current.CancellationToken);
        Callers = new Callers(_host.Client);
        if (WhenReady)
            await Callers.ReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        if (Cloud is not null)
            await Cloud.DisposeAsync();
        _data.Delete(recursive: true);
    }

    /// <summary>What Nova itself says of a host's <c>forced_down</c>.</summary>
    internal async Task<bool> IsForcedDownAsync(string host)
    {
        using var client = new OpenStackClient(Cloud.AuthUrl, Cloud.ComputeUrl, Cloud.Admin.ApplicationCredentialId, Cloud.Admin.ApplicationCredentialSecret);
        return await client.IsForcedDownAsync(host);
    }
}
