using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NovaFence.Core.Alerts;
using NovaFence.Core.Audit;
using NovaFence.Core.Cloud;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Core.Notify;
using NovaFence.Core.Power;
using NovaFence.Core.Telemetry;
using NovaFence.Core.Tests.Ledger;
using NovaFence.Core.Tests.Notify;
using NovaFence.Http.Tests.Infrastructure;
using NovaFence.Ledger;

namespace NovaFence.Core.Tests.Hosts;

/// <summary>All of Core on a real SQLite ledger that can be watched, before a cloud that does as it is told. Four routes: one releases by itself, one is left to operators, one wants two alerts to
/// agree, and one, which says nothing, waits for nova-compute.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly ServiceProvider _services;

    /// <summary>A setting, of whatever value, by which an instance counts as a server with a timer of its own; the test passes the time.</summary>
    internal const string Timer = "timer";

    /// <summary>A setting by which there is a generic receiver <c>zabbix</c>; its value is what is configured of how its deliveries are read.</summary>
    internal const string Zabbix = "zabbix";

    private readonly bool _owner;

    private Installation(DirectoryInfo folder, ServiceProvider services, bool owner)
    {
        _folder = folder;
        _services = services;
        _owner = owner;
    }

    internal ScriptedCloud Cloud => _services.GetRequiredService<ScriptedCloud>();

    /// <summary>The folder of the ledger's file.</summary>
    internal string Folder => _folder.FullName;

    internal WatchedLedger Ledger => (WatchedLedger)_services.GetRequiredService<ILedger>();

    /// <summary>The BMCs and the Prometheus. Shared by all instances.</summary>
    internal ScriptedPower Power => _services.GetRequiredService<ScriptedPower>();

    internal IHostDirectory Directory => _services.GetRequiredService<IHostDirectory>();

    internal IPauses Pauses => _services.GetRequiredService<IPauses>();

    internal IExplainer Explainer => _services.GetRequiredService<IExplainer>();

    internal IAuditor Auditor => _services.GetRequiredService<IAuditor>();

    internal IAuditWatch Watch => _services.GetRequiredService<IAuditWatch>();

    internal IReport Report => _services.GetRequiredService<IReport>();

    internal IStatus Status => _services.GetRequiredService<IStatus>();

    internal ICheckup Checkup => _services.GetRequiredService<ICheckup>();

    internal IInForce InForce => _services.GetRequiredService<IInForce>();

    internal IAuditHistory History => _services.GetRequiredService<IAuditHistory>();

    internal HeardAnnouncements Announced => _services.GetRequiredService<HeardAnnouncements>();

    /// <summary>Those who are notified: none, until some are added before the first audit. Shared by all instances.</summary>
    internal ScriptedReceivers Receivers => (ScriptedReceivers)_services.GetRequiredService<INotificationSender>();

    internal IOutbox Outbox => _services.GetRequiredService<IOutbox>();

    internal NovaFenceMetrics Metrics => _services.GetRequiredService<NovaFenceMetrics>();

    internal ILedgerProbe Probe => _services.GetRequiredService<ILedgerProbe>();

    internal IStateGauges Gauges => _services.GetRequiredService<IStateGauges>();

    internal LogLines Log => _services.GetRequiredService<LogLines>();

    internal TestClock Clock => _services.GetRequiredService<TestClock>();

    internal FleetCache Fleet => _services.GetRequiredService<FleetCache>();

    internal HostReconciler Reconciler => _services.GetRequiredService<HostReconciler>();

    internal IOpening Opening => _services.GetRequiredService<IOpening>();

    internal static Task<Installation> CreateAsync(CancellationToken cancellationToken, params IEnumerable<(string Key, string Value)> more) =>
        AtAsync(new TestClock(), cancellationToken, more);

    internal static async Task<Installation> AtAsync(TestClock clock, CancellationToken cancellationToken, params IEnumerable<(string Key, string Value)> more) =>
        await OnAsync(null, clock, cancellationToken, more);

    /// <summary>One on a copy of this ledger.</summary>
    internal static async Task<Installation> OnAsync(string? ledger, TestClock clock, CancellationToken cancellationToken, params IEnumerable<(string Key, string Value)> more)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("novafence-core-");
        if (ledger is not null)
            File.Copy(ledger, Path.Combine(folder.FullName, "ledger.db"));
        var made = Make(folder, new ScriptedCloud(clock), new ScriptedPower(clock), new ScriptedReceivers(), clock, true, more);
        await made.Ledger.InitializeAsync(cancellationToken);
        return made;
    }

    /// <summary>Another instance before the same cloud and on the same ledger; also the same one after a restart.</summary>
    internal Installation Another(params IEnumerable<(string Key, string Value)> more) => Make(_folder, Cloud, Power, Receivers, Clock, false, more);

    /// <summary>Another instance that has nobody to notify.</summary>
    internal Installation AnotherWithoutReceivers() => Make(_folder, Cloud, Power, new ScriptedReceivers(), Clock, false, []);

    /// <summary>Another instance whose clock is so much ahead of this one's, and stands still.</summary>
    internal Installation AnotherAhead(TimeSpan ahead, params IEnumerable<(string Key, string Value)> more)
    {
        var clock = new TestClock();
        clock.AdjustTime(Clock.Now + ahead);
        return Make(_folder, Cloud, Power, Receivers, clock, false, more);
    }

    /// <summary>An operator's command on the same ledger, in a shell that knows no routes.</summary>
    internal Installation WithoutRoutes() => Make(_folder, Cloud, Power, Receivers, Clock, false, [], hasRoutes: false);

    private static Installation Make(DirectoryInfo folder, ScriptedCloud cloud, ScriptedPower power, ScriptedReceivers receivers, TestClock clock, bool owner, IEnumerable<(string Key, string Value)> more, bool hasRoutes = true)
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
            ["NovaFence:Routes:4:Name"] = "paged",
            ["NovaFence:Routes:4:Receiver"] = "pagerduty",
            ["NovaFence:Routes:4:Match:0"] = "*",
            ["NovaFence:Routes:4:Evidence"] = "asserted",
            ["NovaFence:Routes:4:Release"] = "immediately",
            ["NovaFence:Release:SettleTime"] = "00:00:00",
        };
        foreach (var (key, value) in more)
            settings[key] = value;
        var isServer = settings.Remove(Timer);
        settings.Remove(Zabbix, out var readAs);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Where(one => hasRoutes || !one.Key.StartsWith("NovaFence:Routes:", StringComparison.Ordinal))).Build();

        var services = new ServiceCollection();
        var log = new LogLines();
        services.AddSingleton(log);
        services.AddLogging(logging => logging.AddProvider(log));
        services.AddSingleton(new RoutesNeed(hasRoutes));
        if (readAs is not null)
            services.AddSingleton(KnownReceivers.BuiltIn.With([(Zabbix, true, readAs)]));
        services.AddSingleton(clock);
        services.AddSingleton<TimeProvider>(clock);
        var announced = new HeardAnnouncements();
        services.AddSingleton(announced);
        services.AddSingleton<IAnnouncements>(announced);
        services.AddSingleton<INotificationSender>(receivers);
        services.AddSingleton(cloud);
        services.AddSingleton<ICloud>(provider => new CloudOfAClock(cloud, clock, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IEvacuations>(cloud);
        services.AddSingleton<ICloudCheck>(cloud);
        services.AddSingleton(power);
        services.AddSingleton<IPower>(power);
        services.AddSingleton<ISamples>(power);
        if (isServer)
            services.AddSingleton(new DueWorkTimer(IsOn: true));
        services.AddNovaFenceLedger(configuration);
        var stored = services.Last(service => service.ServiceType == typeof(ILedger)).ImplementationFactory!;
        services.AddSingleton<ILedger>(provider => new WatchedLedger((ILedger)stored(provider), clock));
        services.AddNovaFenceCore(configuration);
        return new Installation(folder, services.BuildServiceProvider(), owner);
    }

    internal AlertEvent Alert(string host, string fingerprint, AlertStatus status = AlertStatus.Firing, string release = "immediately", TimeSpan? ago = null) => new()
    {
        Receiver = "alertmanager",
        Fingerprint = fingerprint,
        Status = status,
        At = Clock.Now - (ago ?? TimeSpan.Zero),
        ReceivedAt = Clock.Now,
        Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["alertname"] = fingerprint, ["host"] = host, ["release"] = release },
    };

    /// <summary>An event of PagerDuty's, which tells of a moment.</summary>
    internal AlertEvent Paged(string host, string incident, AlertStatus status = AlertStatus.Firing, TimeSpan? ago = null) =>
        Alert(host, incident, status, ago: ago) with { Receiver = "pagerduty", TellsOfAMoment = true };

    /// <summary>Now as the instance has it, whatever its machine's clock says.</summary>
    private DateTimeOffset Now => _services.GetRequiredService<TimeProvider>().GetUtcNow();

    /// <summary>Delivers one alert, which is received now, or was received so long ago and is taken only now.</summary>
    internal async Task<Outcome> DeliverAsync(AlertEvent alert, CancellationToken cancellationToken, TimeSpan? answerWithin = null, TimeSpan receivedAgo = default) =>
        (await _services.GetRequiredService<IFencer>().DeliverAsync([alert with { ReceivedAt = Now - receivedAgo }], answerWithin ?? TimeSpan.FromSeconds(20), cancellationToken)).Outcomes[0];

    /// <summary>Delivers several alerts at once, which are received now.</summary>
    internal async Task<IReadOnlyList<Outcome>> DeliverAsync(IEnumerable<AlertEvent> alerts, CancellationToken cancellationToken) =>
        (await _services.GetRequiredService<IFencer>().DeliverAsync([.. alerts.Select(alert => alert with { ReceivedAt = Now })], TimeSpan.FromSeconds(20), cancellationToken)).Outcomes;

    internal Task<Outcome> CommandAsync(OperatorCommand command, CancellationToken cancellationToken) =>
        _services.GetRequiredService<IFencer>().CommandAsync(command, cancellationToken);

    internal Task<Outcome> ForceDownAsync(string host, CancellationToken cancellationToken, bool force = false) =>
        CommandAsync(new OperatorCommand(host, ForcedDown: true, "it burns", "test") { Force = force }, cancellationToken);

    internal Task<Outcome> UnsetAsync(string host, CancellationToken cancellationToken, bool force = false) =>
        CommandAsync(new OperatorCommand(host, ForcedDown: false, "it is well", "test") { Force = force }, cancellationToken);

    /// <summary>Time passes, and what falls due meanwhile is done, as by the timer of a server.</summary>
    internal async Task PassAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        var begun = Clock.GetTimestamp();
        while (true)
        {
            var next = await DueWork.RunDueAsync(cancellationToken);
            if (await ReadAsync(cancellationToken))
                continue;
            // A clock that leaps meanwhile makes it no shorter.
            var left = time - Clock.GetElapsedTime(begun);
            if (left <= TimeSpan.Zero)
                return;
            var soonest = TimeSpan.FromMilliseconds(200);
            var to = next - Now is { } until ? until > soonest ? until : soonest : left;
            Clock.Advance(to < left ? to : left);
        }
    }

    /// <summary>Waits for what is being read; whether something was.</summary>
    private async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        var reading = _services.GetRequiredService<HostReconciler>().WhenReadAsync();
        if (reading.IsCompleted)
            return false;
        await reading.WaitAsync(cancellationToken);
        return true;
    }

    internal IDueWork DueWork => _services.GetRequiredService<IDueWork>();

    /// <summary>What the audit finds of a host; null when nothing.</summary>
    internal async Task<Finding?> FindingAsync(string host, CancellationToken cancellationToken) =>
        (await Auditor.RunAsync(cancellationToken)).Findings.SingleOrDefault(finding => finding.Host == host);

    /// <summary>The record of a host, as the ledger has it.</summary>
    internal async Task<HostRecord?> RecordAsync(string host, CancellationToken cancellationToken) =>
        ((LedgerResult<HostRecord?>.Ok)await _services.GetRequiredService<LedgerCache>().ReadAsync(transaction => transaction.Record(host), cancellationToken)).Value;

    /// <summary>An alert that waits beside the records; null where none does.</summary>
    internal async Task<AlertEntry?> AsideAsync(string receiver, string fingerprint, CancellationToken cancellationToken) =>
        ((LedgerResult<AlertEntry?>.Ok)await _services.GetRequiredService<LedgerCache>().ReadAsync(transaction => transaction.Unresolved(HostDecider.UnresolvedId(receiver, fingerprint))?.Alert, cancellationToken)).Value;

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
