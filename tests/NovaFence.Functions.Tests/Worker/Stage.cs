using System.Net.Http.Json;
using System.Text.Json.Nodes;
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

    public SandboxCloud Cloud { get; private set; } = null!;

    internal WorkerHost Host => _host!;

    internal Callers Callers { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Cloud = await LocalSettings.StartCloudAsync(TestContext.Current.CancellationToken);
        var settings = LocalSettings.For(Cloud, _data);
        foreach (var (name, value) in _settings)
            settings[name] = value;
        _host = await WorkerHost.StartAsync(settings, TestContext.Current.CancellationToken);
        Callers = new Callers(_host.Client);
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
        using var client = new HttpClient();
        var account = Cloud.Admin;
        var credential = new JsonObject { ["id"] = account.ApplicationCredentialId, ["secret"] = account.ApplicationCredentialSecret };
        var identity = new JsonObject { ["methods"] = new JsonArray("application_credential"), ["application_credential"] = credential };
        var asked = new JsonObject { ["auth"] = new JsonObject { ["identity"] = identity } };
        using var body = JsonContent.Create(asked);
        // The sandbox, like Keystone, wants to know how long it is.
        await body.LoadIntoBufferAsync(TestContext.Current.CancellationToken);
        using var token = await client.PostAsync(new Uri($"{Cloud.AuthUrl}/auth/tokens"), body, TestContext.Current.CancellationToken);

        using var listing = new HttpRequestMessage(HttpMethod.Get, $"{Cloud.ComputeUrl}/os-services?binary=nova-compute");
        listing.Headers.Add("X-Auth-Token", token.Headers.GetValues("X-Subject-Token"));
        listing.Headers.Add("OpenStack-API-Version", "compute 2.93");
        using var services = await client.SendAsync(listing, TestContext.Current.CancellationToken);
        return (await Callers.ReadAsync(services))["services"]!.AsArray().Single(service => (string?)service!["host"] == host)!["forced_down"]!.GetValue<bool>();
    }
}
