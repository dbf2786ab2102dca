using System.Collections.Concurrent;
using NovaFence.Sandbox;

namespace NovaFence.EndToEnd.Tests.Stage;

/// <summary>One cloud, one ledger, one clock, and as many instances of NovaFence on them as the test asks for.</summary>
internal sealed class Scene : IAsyncDisposable
{
    private readonly ILedgerPlace _ledger;
    private readonly SceneOptions _options;
    private readonly ConcurrentBag<Instance> _instances = [];

    private Scene(SceneOptions options, SandboxCloud cloud, ShiftedClock clock, ILedgerPlace ledger)
    {
        _options = options;
        _ledger = ledger;
        Cloud = cloud;
        Clock = clock;
        Nova = new Nova(cloud);
    }

    /// <summary>The sandbox, to break it.</summary>
    public SandboxCloud Cloud { get; }

    /// <summary>Somebody with an OpenStack client: what Nova says, and what others do there.</summary>
    public Nova Nova { get; }

    /// <summary>Everybody's clock, the cloud's too.</summary>
    public ShiftedClock Clock { get; }

    /// <summary>What all instances keep in common.</summary>
    public ILedgerPlace Ledger => _ledger;

    /// <summary>Whether instances have a timer for what is due.</summary>
    public bool HasTimer => _options.HasTimer;

    /// <summary>Every Keystone token that an instance held.</summary>
    public ConcurrentDictionary<string, byte> Tokens { get; } = new(StringComparer.Ordinal);

    public static async Task<Scene> BeginAsync(SceneOptions options, AzuriteFixture? azurite = null)
    {
        ILedgerPlace ledger = options.Ledger == LedgerKind.Sqlite ? new SqlitePlace() : new TablesPlace(azurite!);
        var clock = new ShiftedClock();
        var cloud = await SandboxCloud.StartAsync(new SandboxOptions { Hosts = options.Hosts, TimeProvider = clock, KeystoneDownDelay = TimeSpan.Zero });
        return new Scene(options, cloud, clock, ledger);
    }

    /// <summary>One more instance, ready: the ledger is open, the fleet is known and so is the token to Nova.</summary>
    public async Task<Instance> Instance(params (string Key, string? Value)[] settings)
    {
        var instance = await Start(settings);
        await instance.ReadyAsync();
        return instance;
    }

    /// <summary>One more instance, of which nothing is known but that it listens.</summary>
    public async Task<Instance> Start(params (string Key, string? Value)[] settings)
    {
        var all = SceneSettings.For(Cloud, _options, _ledger);
        foreach (var (key, value) in settings)
            all[key] = value;
        var log = new LogBook();
        var instance = await Stage.Instance.StartAsync(all, this, log, () => new SeenTokens(Tokens));
        _instances.Add(instance);
        return instance;
    }

    public async Task<IReadOnlyList<Instance>> Instances(int count) => await Task.WhenAll(Enumerable.Range(0, count).Select(_ => Instance()));

    /// <summary>A host dies, where there is one of that name and it still lives.</summary>
    public void Crash(string host)
    {
        if (Cloud.Hosts.FirstOrDefault(known => host.Equals(known, StringComparison.OrdinalIgnoreCase) || host.StartsWith(known + ".", StringComparison.OrdinalIgnoreCase) || host.StartsWith(known + ":", StringComparison.OrdinalIgnoreCase)) is { } named)
            Cloud.Crash(named);
    }

    /// <summary>Keystone and Nova refuse connections.</summary>
    public Task CloudGoesAway() => Cloud.DisconnectAsync();

    /// <summary>They are back, with all they knew.</summary>
    public Task CloudComesBack() => Cloud.ConnectAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in _instances)
            await instance.DisposeAsync();
        Nova.Dispose();
        await Cloud.DisposeAsync();
        await _ledger.DisposeAsync();
    }
}
