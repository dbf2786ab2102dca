using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NovaFence.Core.Alerts;
using NovaFence.Core.Auditing;
using NovaFence.Core.Cloud;
using NovaFence.Core.Explaining;
using NovaFence.Core.Fencing;
using NovaFence.Core.Ledger;
using NovaFence.Core.Pauses;
using NovaFence.Ledger;

namespace NovaFence.Core.Tests.Fencing;

/// <summary>All of Core on a real SQLite ledger that can be watched, before a cloud that does as it is told. Four routes: one releases by itself, one is left to operators, one wants two alerts to
/// agree, and one, which says nothing, waits for nova-compute.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly ServiceProvider _services;

    private readonly bool _owner;

    private Installation(DirectoryInfo folder, ServiceProvider services, bool owner)
    {
        _folder = folder;
        _services = services;
        _owner = owner;
    }

    internal ScriptedCloud Cloud => (ScriptedCloud)_services.GetRequiredService<ICloud>();

    internal WatchedLedger Ledger => (WatchedLedger)_services.GetRequiredService<ILedger>();

    internal IHostDirectory Directory => _services.GetRequiredService<IHostDirectory>();

    internal IPauses Pauses => _services.GetRequiredService<IPauses>();

    internal IExplainer Explainer => _services.GetRequiredService<IExplainer>();

    internal IAuditor Auditor => _services.GetRequiredService<IAuditor>();

    internal IAuditHistory History => _services.GetRequiredService<IAuditHistory>();

    internal HeardAnnouncements Announced => _services.GetRequiredService<HeardAnnouncements>();

    internal static async Task<Installation> CreateAsync(CancellationToken cancellationToken, params IEnumerable<(string Key, string Value)> more)
    {
        var made = Make(System.IO.Directory.CreateTempSubdirectory("novafence-core-"), new ScriptedCloud(), null, true, more);
        await made.Ledger.InitializeAsync(cancellationToken);
        return made;
    }

    /// <summary>One whose clock stands still until it is put forward.</summary>
    internal static async Task<Installation> AtAsync(FakeTimeProvider clock, CancellationToken cancellationToken, params IEnumerable<(string Key, string Value)> more)
    {
        var made = Make(System.IO.Directory.CreateTempSubdirectory("novafence-core-"), new ScriptedCloud(), clock, true, more);
        await made.Ledger.InitializeAsync(cancellationToken);
        return made;
    }

    /// <summary>Another instance before the same cloud and on the same ledger.</summary>
    internal Installation Another(params IEnumerable<(string Key, string Value)> more) => Make(_folder, Cloud, _services.GetRequiredService<TimeProvider>(), false, more);

    private static Installation Make(DirectoryInfo folder, ScriptedCloud cloud, TimeProvider? clock, bool owner, IEnumerable<(string Key, string Value)> more)
    {
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
            ["NovaFence:Routes:2:Name"] = "agreeing",
            ["NovaFence:Routes:2:Receiver"] = "alertmanager",
            ["NovaFence:Routes:2:Match:0"] = "release=\"agreeing\"",
            ["NovaFence:Routes:2:Evidence"] = "corroborated:2",
            ["NovaFence:Routes:2:Release"] = "immediately",
            ["NovaFence:Routes:3:Name"] = "careful",
            ["NovaFence:Routes:3:Receiver"] = "alertmanager",
            ["NovaFence:Routes:3:Match:0"] = "release=\"when healthy\"",
            ["NovaFence:Routes:3:Evidence"] = "asserted",
            ["NovaFence:Release:SettleTime"] = "00:00:00",
        };
        foreach (var (key, value) in more)
            settings[key] = value;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();

        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(clock ?? TimeProvider.System);
        var announced = new HeardAnnouncements();
        services.AddSingleton(announced);
        services.AddSingleton<IAnnouncements>(announced);
        services.AddSingleton<ICloud>(cloud);
        services.AddSingleton<IEvacuations>(cloud);
        services.AddNovaFenceLedger(configuration);
        var stored = services.Last(service => service.ServiceType == typeof(ILedger)).ImplementationFactory!;
        services.AddSingleton<ILedger>(provider => new WatchedLedger((ILedger)stored(provider)));
        services.AddNovaFenceCore(configuration);
        return new Installation(folder, services.BuildServiceProvider(), owner);
    }

    internal AlertEvent Alert(string host, string fingerprint, AlertStatus status = AlertStatus.Firing, string release = "immediately", TimeSpan? ago = null)
    {
        var now = _services.GetRequiredService<TimeProvider>().GetUtcNow();
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
        if (_owner)
            _folder.Delete(recursive: true);
    }
}
