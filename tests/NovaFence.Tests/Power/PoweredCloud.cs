using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NovaFence.Core.Power;
using NovaFence.Power.Redfish;
using NovaFence.Sandbox;

namespace NovaFence.Power.Tests;

/// <summary>A sandbox with BMCs, and what asks them, composed as the heads compose it.</summary>
internal sealed class PoweredCloud : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly List<string> _log = [];

    private PoweredCloud(SandboxCloud cloud, Func<PoweredCloud, Dictionary<string, string?>, Dictionary<string, string?>> change, TimeProvider? clock, IBmcNames? names)
    {
        Cloud = cloud;
        var keys = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["NovaFence:Power:Networks:0"] = "127.0.0.0/8",
            ["NovaFence:Power:Groups:0:Name"] = "rack",
            ["NovaFence:Power:Groups:0:User"] = "reader",
            ["NovaFence:Power:Groups:0:Password"] = cloud.BmcPassword,
            ["NovaFence:Power:Groups:0:CertificateSha256:0"] = cloud.BmcCertificateSha256,
        };
        foreach (var (bmc, index) in cloud.Bmcs.Select((bmc, index) => (bmc, index)))
        {
            keys[$"NovaFence:Power:Hosts:{index}:Host"] = bmc.Host;
            keys[$"NovaFence:Power:Hosts:{index}:Url"] = bmc.Url.ToString();
            keys[$"NovaFence:Power:Hosts:{index}:Serial"] = bmc.Serial;
            keys[$"NovaFence:Power:Hosts:{index}:Uuid"] = bmc.Uuid.ToString();
        }

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(change(this, keys)).Build();
        var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(new Lines(_log)));
        if (clock is not null)
            services.AddSingleton(clock);
        if (names is not null)
            services.AddSingleton(names);
        _services = services.AddNovaFencePower(configuration).BuildServiceProvider();
        _services.GetRequiredService<IStartupValidator>().Validate();
    }

    internal SandboxCloud Cloud { get; }

    internal SandboxBmc Bmc => Cloud.Bmc("compute1");

    internal IPower Power => _services.GetRequiredService<IPower>();

    internal IBmcs Bmcs => _services.GetRequiredService<IBmcs>();

    /// <summary>What was logged, in one text.</summary>
    internal string Log
    {
        get
        {
            lock (_log)
                return string.Join('\n', _log);
        }
    }

    internal static async Task<PoweredCloud> StartAsync(Action<SandboxCloud, Dictionary<string, string?>>? change = null, TimeProvider? clock = null, IBmcNames? names = null)
    {
        var cloud = await SandboxCloud.StartAsync(new SandboxOptions { Hosts = ["compute1", "compute2"], Bmcs = true }, TestContext.Current.CancellationToken);
        return new PoweredCloud(
            cloud,
            (_, keys) =>
            {
                change?.Invoke(cloud, keys);
                return keys;
            },
            clock,
            names);
    }

    internal Task<PowerRead> ReadAsync(string host = "compute1") => Power.ReadAsync(host, TestContext.Current.CancellationToken);

    /// <summary>Requests that compute1's BMC has had, as "GET /redfish/v1/".</summary>
    internal IEnumerable<string> Asked => Bmc.Requests.Snapshot().Select(one => $"{one.Method} {one.Path}");

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Cloud.DisposeAsync();
    }

    private sealed class Lines(List<string> log) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (log)
                log.Add($"{eventId.Id} {formatter(state, exception)} {exception}");
        }

        public void Dispose()
        {
            // Nothing is kept open.
        }
    }
}

/// <summary>Names that lead where a test says.</summary>
internal sealed class ScriptedNames(params string[] addresses) : IBmcNames
{
    internal string[] Addresses { get; set; } = addresses;

    public Task<IPAddress[]> FindAsync(string name, CancellationToken cancellationToken) =>
        Addresses.Length > 0 ? Task.FromResult(Addresses.Select(IPAddress.Parse).ToArray()) : throw new SocketException((int)SocketError.HostNotFound);
}
