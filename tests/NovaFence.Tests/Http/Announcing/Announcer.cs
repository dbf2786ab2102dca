using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NovaFence.Core.Audit;
using NovaFence.Core.Decisions;
using NovaFence.Http.Outbound;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Announcing;

/// <summary>What is registered for announcements, with the Alertmanagers made up. It is two o'clock.</summary>
internal sealed class Announcer : IDisposable
{
    public const string Url = "http://alertmanager.example.org:9093";
    public const string SecondUrl = "https://monitoring.example.org/alertmanager/";
    public const string PublicUrl = "PublicUrl";
    public const string Token = "announcing-token-1";

    public static readonly DateTimeOffset Now = new(2026, 3, 14, 2, 0, 0, TimeSpan.Zero);

    private readonly ServiceProvider _services;

    public Announcer(params (string Key, string Value)[] settings)
        : this(false, settings) { }

    public Announcer(bool sandbox, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("NovaFence:Announce:Alertmanager:AllowHttp", (string?)"true")])
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key == PublicUrl ? $"NovaFence:{PublicUrl}" : $"NovaFence:Announce:Alertmanager:{setting.Key}", (string?)setting.Value)))
            .Build();
        var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Clock)
            .AddLogging(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Trace))
            .AddNovaFenceHttp(configuration, answers => answers.Sandbox = sandbox);
        services.AddHttpClient(OutboundClient.Name).ConfigurePrimaryHttpMessageHandler(() => Alertmanagers);
        _services = services.BuildServiceProvider();
    }

    public FakeTimeProvider Clock { get; } = new(Now);

    public LogLines Log { get; } = new();

    public ScriptedAlertmanagers Alertmanagers { get; } = new();

    public static Finding Foreign(string host) =>
        new(host, FindingKind.Foreign, HostState.Clear, "", "Ask who forced it down") { Since = Now.AddMinutes(-3) };

    public Task TellAsync(IReadOnlyList<Finding> open, IReadOnlyList<Finding>? cleared = null, CancellationToken? cancellationToken = null) =>
        _services.GetRequiredService<IAnnouncements>().AnnounceAsync(open, cleared ?? [], cancellationToken ?? TestContext.Current.CancellationToken);

    public void Dispose() => _services.Dispose();
}
