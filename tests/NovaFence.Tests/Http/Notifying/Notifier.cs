using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NovaFence.Core.Decisions;
using NovaFence.Core.Notify;
using NovaFence.Http.Outbound;
using NovaFence.Http.Tests.Infrastructure;

namespace NovaFence.Http.Tests.Notifying;

/// <summary>What is registered to send notifications, with a clock that stands still and names that resolve as a test says.</summary>
internal sealed class Notifier : IDisposable
{
    public const string Secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    public const string SecondSecret = "whsec_ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";

    private readonly ServiceProvider _services;

    public Notifier(params (string Key, string? Value)[] settings)
    {
        Dictionary<string, string?> all = new() { ["NovaFence:Notify:0:Name"] = "ops", ["NovaFence:Notify:0:Secrets:0"] = Secret };
        foreach (var (key, value) in settings)
            all[$"NovaFence:{key}"] = value;
        var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(_ => Clock)
            .AddSingleton<INameLookup>(Names)
            .AddLogging(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Trace))
            .AddNovaFenceHttp(new ConfigurationBuilder().AddInMemoryCollection(all.Where(one => one.Value is not null)).Build());
        _services = services.BuildServiceProvider();
    }

    public FakeTimeProvider Clock { get; init; } = new(new DateTimeOffset(2026, 3, 14, 2, 11, 7, TimeSpan.Zero));

    public LogLines Log { get; } = new();

    public ScriptedNames Names { get; } = new();

    public INotificationSender Sender => _services.GetRequiredService<INotificationSender>();

    /// <summary>A host that was forced down for an alert.</summary>
    public Notification Down { get; } = new()
    {
        Id = "01a20132437a724a81969d45f7b4e3c5",
        Kind = NotificationKind.ForcedDown,
        At = new DateTimeOffset(2026, 3, 14, 2, 11, 5, TimeSpan.Zero),
        Host = "compute1",
        State = HostState.Down,
        Reason = "forced down",
        Text = "forced down: it is \"fenced\"",
        Receiver = "alertmanager",
        Fingerprint = "4f1c",
        AlertName = "HostFenced",
        AlertLink = "https://prometheus.example.org/graph?g0.expr=up&x=1",
    };

    public Task<SendResult> SendAsync(Notification? notification = null) => Sender.SendAsync("ops", notification ?? Down, TestContext.Current.CancellationToken);

    public void Dispose() => _services.Dispose();

    /// <summary>Names that resolve as they are told to, and to nothing else.</summary>
    internal sealed class ScriptedNames : INameLookup
    {
        public Dictionary<string, IPAddress[]> Known { get; } = new(StringComparer.OrdinalIgnoreCase);

        public int Asked { get; private set; }

        public Task<IPAddress[]> FindAsync(string name, CancellationToken cancellationToken)
        {
            Asked++;
            return Known.TryGetValue(name, out var addresses) ? Task.FromResult(addresses) : throw new SocketException((int)SocketError.HostNotFound);
        }
    }
}
