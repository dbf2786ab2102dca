using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using NovaFence.Server.Hosting;
using NovaFence.Server.Tests.Running;

namespace NovaFence.Server.Tests.Crashes;

/// <summary>What <c>novafence serve</c> runs, in this process: a server that comes after one that was killed, and does not die itself.</summary>
internal sealed class LivingServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LivingServer(WebApplication app)
    {
        _app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()), Timeout = Patience.Bound };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", CloudAndLedger.Token);
    }

    /// <summary>Whoever speaks through it has the token of Alertmanager.</summary>
    public HttpClient Client { get; }

    /// <summary>Whether it goes on: a service of it that fails stops the whole.</summary>
    public bool Lives => !_app.Lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>Starts it, and returns when it is ready.</summary>
    /// <param name="variables">Its settings, as they stand in the environment.</param>
    /// <param name="replace">Puts something else in the place of a service.</param>
    public static async Task<LivingServer> StartAsync(IEnumerable<KeyValuePair<string, string?>> variables, Action<IServiceCollection>? replace = null)
    {
        var app = ServerApp.Build(
            configuration =>
            {
                // Nothing of the machine that the tests run on.
                configuration.Sources.Clear();
                configuration.AddInMemoryCollection(variables.Select(variable => KeyValuePair.Create(variable.Key.Replace("__", ":", StringComparison.Ordinal), variable.Value)));
            },
            IPAddress.Loopback,
            port: 0,
            sandbox: false,
            services =>
            {
                services.RemoveAll<ILoggerProvider>();
                replace?.Invoke(services);
            });
        await app.StartAsync();
        var server = new LivingServer(app);
        await Patience.UntilAsync("the server is ready", async () =>
        {
            using var ready = await server.Client.GetAsync("/api/health/ready");
            return ready.IsSuccessStatusCode;
        });
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
