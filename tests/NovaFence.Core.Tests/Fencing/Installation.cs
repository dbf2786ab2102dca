using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NovaFence.Core.Alerts;
using NovaFence.Core.Auditing;
using NovaFence.Core.Cloud;
using NovaFence.Core.Fencing;
using NovaFence.Core.Ledger;
using NovaFence.Ledger;

namespace NovaFence.Core.Tests.Fencing;

/// <summary>All of Core on a real SQLite ledger that can be watched, before a cloud that does as it is told. Two routes: one releases by itself.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly ServiceProvider _services;

    private Installation(DirectoryInfo folder, ServiceProvider services)
    {
        _folder = folder;
        _services = services;
    }

    internal ScriptedCloud Cloud => (ScriptedCloud)_services.GetRequiredService<ICloud>();

    internal WatchedLedger Ledger => (WatchedLedger)_services.GetRequiredService<ILedger>();

    internal IHostDirectory Directory => _services.GetRequiredService<IHostDirectory>();

    internal IAuditor Auditor => _services.GetRequiredService<IAuditor>();

    internal static async Task<Installation> CreateAsync(CancellationToken cancellationToken, params IEnumerable<(string Key, string Value)> more)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("novafence-core-");
        Dictionary<string, string?> settings = new()
        {
            ["NovaFence:Ledger:Sqlite:Path"] = Path.Combine(folder.FullName, "ledger.db"),
            ["NovaFence:Routes:0:Name"] = "released",
            ["NovaFence:Routes:0:Receiver"] = "alertmanager",
            ["NovaFence:Routes:0:Match:0"] = "release=\"immediately\"",
            ["NovaFence:Routes:0:Evidence"] = "asserted",
            ["NovaFence:Routes:0:Release"] = "immediately",
            ["NovaFence:Routes:1:Name"] = "kept",
            ["NovaFence:Routes:1:Receiver"] = "alertmanager",
            ["NovaFence:Routes:1:Match:0"] = "release=\"manually\"",
            ["NovaFence:Routes:1:Evidence"] = "asserted",
            ["NovaFence:Routes:1:Release"] = "manually",
        };
        foreach (var (key, value) in more)
            settings[key] = value;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();

        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<ICloud, ScriptedCloud>();
        services.AddNovaFenceLedger(configuration);
        var stored = services.Last(service => service.ServiceType == typeof(ILedger)).ImplementationFactory!;
        services.AddSingleton<ILedger>(provider => new WatchedLedger((ILedger)stored(provider)));
        services.AddNovaFenceCore(configuration);
        var made = new Installation(folder, services.BuildServiceProvider());
        await made.Ledger.InitializeAsync(cancellationToken);
        return made;
    }

    internal AlertEvent Alert(string host, string fingerprint, AlertStatus status = AlertStatus.Firing, string release = "immediately", TimeSpan? ago = null)
    {
        var now = DateTimeOffset.UtcNow;
        return new AlertEvent
        {
            Receiver = "alertmanager",
            Fingerprint = fingerprint,
            Status = status,
            At = now - (ago ?? TimeSpan.Zero),
            ReceivedAt = now,
            Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["host"] = host, ["release"] = release },
        };
    }

    internal async Task<Outcome> DeliverAsync(AlertEvent alert, CancellationToken cancellationToken) =>
        (await _services.GetRequiredService<IFencer>().DeliverAsync([alert], TimeSpan.FromSeconds(20), cancellationToken)).Outcomes[0];

    internal Task<Outcome> CommandAsync(OperatorCommand command, CancellationToken cancellationToken) =>
        _services.GetRequiredService<IFencer>().CommandAsync(command, cancellationToken);

    internal async Task<HostView> ViewAsync(string host, CancellationToken cancellationToken) =>
        ((LedgerResult<HostView?>.Ok)await Directory.FindAsync(host, cancellationToken)).Value!;

    internal async Task<IReadOnlyList<string>> EventsAsync(string host, CancellationToken cancellationToken) =>
        [.. ((LedgerResult<IReadOnlyList<LedgerEvent>>.Ok)await Directory.EventsAsync(host, 1000, cancellationToken)).Value.Select(happened => happened.Json)];

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
