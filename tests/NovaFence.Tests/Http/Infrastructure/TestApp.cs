using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NovaFence.Core.Audit;
using NovaFence.Core.Cloud;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Core.Notify;
using NovaFence.Http.Endpoints;
using NovaFence.Http.Tests.Describing;

namespace NovaFence.Http.Tests.Infrastructure;

/// <summary>The endpoints on a real Kestrel, with what lies behind them replaced by parts that record.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    public const string Token = "alertmanager-token-1";
    public const string SecondToken = "alertmanager-token-2";
    public const string Secret = "pagerduty-secret-1";
    public const string SecondSecret = "pagerduty-secret-2";
    public const string GrafanaToken = "grafana-token-1";
    public const string GrafanaSecret = "grafana-secret-1";
    public const string SecondGrafanaSecret = "grafana-secret-2";
    public const string Operator = "operator-token-1-of-32-characters";
    public const string Reader = "reader-token-1";

    private readonly WebApplication _app;

    private TestApp(WebApplication app, RecordingFencer fencer, LogLines log)
    {
        _app = app;
        Fencer = fencer;
        Log = log;
        Address = new Uri(app.Urls.Single());
        Client = new HttpClient(new AnswersAsDescribed()) { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(60) };
    }

    public RecordingFencer Fencer { get; }

    public ScriptedDirectory Directory { get; private init; } = new();

    public ScriptedAuditor Auditor { get; private init; } = new();

    public ScriptedPauses Pauses { get; private init; } = new();

    public ScriptedExplainer Explainer { get; private init; } = new();

    public ReadinessOnlyCloud Cloud { get; private init; } = new();

    public ScriptedLedger Ledger { get; private init; } = new();

    public ScriptedWatch Watch { get; private init; } = new();

    public ScriptedDueWork DueWork { get; private init; } = new();

    public ScriptedOutbox Outbox { get; private init; } = new();

    public ScriptedAdoption Adoption { get; private init; } = new();

    public ScriptedStatus Status { get; private init; } = new();

    public ScriptedReport Report { get; private init; } = new();

    public LogLines Log { get; }

    /// <summary>What a head calls, whatever its routing.</summary>
    public NovaFenceEndpoints Endpoints => _app.Services.GetRequiredService<NovaFenceEndpoints>();

    public HttpClient Client { get; }

    public Uri Address { get; }

    /// <summary>Everything switched on, as an operator would configure it.</summary>
    public static Dictionary<string, string?> Settings() => new(StringComparer.OrdinalIgnoreCase)
    {
        ["NovaFence:Receivers:Alertmanager:Tokens:0"] = Token,
        ["NovaFence:Receivers:Alertmanager:Tokens:1"] = SecondToken,
        ["NovaFence:Receivers:Grafana:Tokens:0"] = GrafanaToken,
        ["NovaFence:Receivers:Grafana:Secrets:0"] = GrafanaSecret,
        ["NovaFence:Receivers:Grafana:Secrets:1"] = SecondGrafanaSecret,
        ["NovaFence:Receivers:PagerDuty:Secrets:0"] = Secret,
        ["NovaFence:Receivers:PagerDuty:Secrets:1"] = SecondSecret,
        ["NovaFence:Access:OperatorTokens:0"] = Operator,
        ["NovaFence:Access:ReaderTokens:0"] = Reader,
    };

    public static Task<TestApp> StartAsync(params (string Key, string? Value)[] changes) => StartAsync(null, false, changes);

    public static Task<TestApp> StartAsync(TimeProvider? clock, bool sandbox, params (string Key, string? Value)[] changes) =>
        StartAsync(clock, sandbox, [], changes);

    public static async Task<TestApp> StartAsync(
        TimeProvider? clock, bool sandbox, IReadOnlyList<AdditionalEndpoint> additional, params (string Key, string? Value)[] changes)
    {
        var settings = Settings();
        foreach (var (key, value) in changes)
        {
            if (value is null)
                settings.Remove(key);
            else
                settings[key] = value;
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var log = new LogLines();
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Debug);
        var fencer = new RecordingFencer();
        var directory = new ScriptedDirectory();
        var auditor = new ScriptedAuditor();
        var pauses = new ScriptedPauses();
        var explainer = new ScriptedExplainer();
        var cloud = new ReadinessOnlyCloud();
        var ledger = new ScriptedLedger();
        var dueWork = new ScriptedDueWork();
        var outbox = new ScriptedOutbox();
        var adoption = new ScriptedAdoption();
        var watch = new ScriptedWatch();
        var status = new ScriptedStatus();
        var report = new ScriptedReport();
        builder.Services
            .AddSingleton<IFencer>(fencer)
            .AddSingleton<IHostDirectory>(directory)
            .AddSingleton<IAuditor>(auditor)
            .AddSingleton<IAuditHistory>(auditor)
            .AddSingleton<IAuditWatch>(auditor)
            .AddSingleton<IPauses>(pauses)
            .AddSingleton<IExplainer>(explainer)
            .AddSingleton<ICloud>(cloud)
            .AddSingleton<ILedger>(ledger)
            .AddSingleton<IDueWork>(dueWork)
            .AddSingleton<IOutbox>(outbox)
            .AddSingleton<ICloudWatch>(watch)
            .AddSingleton<ILedgerProbe>(watch)
            .AddSingleton<ILedgerAdoption>(adoption)
            .AddSingleton<IStatus>(status)
            .AddSingleton<IReport>(report);
        if (clock is not null)
            builder.Services.AddSingleton(clock);
        builder.Services.AddNovaFenceHttp(builder.Configuration, answers => answers.Sandbox = sandbox);

        var app = builder.Build();
        app.MapNovaFence(additional);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new TestApp(app, fencer, log)
        {
            Directory = directory,
            Auditor = auditor,
            Pauses = pauses,
            Explainer = explainer,
            Cloud = cloud,
            Ledger = ledger,
            Watch = watch,
            DueWork = dueWork,
            Outbox = outbox,
            Adoption = adoption,
            Status = status,
            Report = report,
        };
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
