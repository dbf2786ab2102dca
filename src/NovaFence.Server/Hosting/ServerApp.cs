using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using NovaFence.Core;
using NovaFence.Hosting;
using NovaFence.Http;
using NovaFence.Http.Access;
using NovaFence.Http.Endpoints;
using NovaFence.Http.Options;
using OpenTelemetry.Metrics;

namespace NovaFence.Server.Hosting;

/// <summary>The server: the API's endpoints on Kestrel, and the audit on its timer.</summary>
internal static class ServerApp
{
    /// <summary>
    /// How long what is under way has after the word to stop: an operator's command may take 40 s. Less than <c>TimeoutStopSec</c> of
    /// <c>deploy/novafence.service</c>.
    /// </summary>
    internal static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(42);

    /// <summary>What is kept of a connection before somebody reads it; more than the 32 KiB that Kestrel takes of headers.</summary>
    private const int RequestBuffer = 64 * 1024;

    /// <summary>How long a body may begin slowly.</summary>
    private static readonly TimeSpan BodyGrace = TimeSpan.FromSeconds(2);

    /// <summary>Builds it; nothing listens yet.</summary>
    /// <param name="configure">Puts the configuration in place of what a web application reads by itself.</param>
    /// <param name="address">The address to listen on.</param>
    /// <param name="port">The port; 0 lets the system choose.</param>
    /// <param name="sandbox">Whether every answer is to say that this is the sandbox.</param>
    /// <param name="replace">Puts something else in the place of a service; for whoever measures or tests the whole.</param>
    /// <param name="additional">Endpoints beside the API's; none when null.</param>
    internal static WebApplication Build(
        Action<IConfigurationBuilder> configure,
        IPAddress address,
        int port,
        bool sandbox,
        Action<IServiceCollection>? replace = null,
        IReadOnlyList<AdditionalEndpoint>? additional = null)
    {
        OpenFiles.ThrowIfTooFew();
        // The framework reads appsettings.json by itself and stops at the first fault: all faults of the file are named before.
        ConfigurationFiles.ThrowIfBroken(null);
        // Files are read once: nothing watches them, and no files are open for that.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = ["--hostBuilder:reloadConfigOnChange=false"] });
        configure(builder.Configuration);
        // Kestrel's own address settings would compete with --listen and --port, and the loser would be ignored silently.
        builder.Configuration["urls"] = null;
        builder.WebHost.UseSockets(sockets => sockets.MaxReadBufferSize = RequestBuffer);
        builder.Services.AddSingleton(static services => new ConnectionLimit(
            services.GetRequiredService<IOptions<ConnectionsOptions>>().Value,
            OpenFiles.Count,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<ConnectionLimit>>()));
        // The last one that is added is the one that Kestrel takes.
        builder.Services.AddSingleton<IConnectionListenerFactory, LimitedListenerFactory>();
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<ConnectionsOptions>, ConnectionLimit>((kestrel, options, limit) =>
        {
            kestrel.Listen(address, port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.Use(next => connection => limit.ServeAsync(connection, next));
            });
            kestrel.AddServerHeader = false;
            kestrel.Limits.RequestHeadersTimeout = options.Value.HeaderTimeout;
            kestrel.Limits.KeepAliveTimeout = options.Value.KeepAlive;
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(options.Value.MinBodyRate, BodyGrace);
            kestrel.Limits.MaxRequestBufferSize = RequestBuffer;
        });
        builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopWithin);
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            // What goes to a terminal is stripped of control characters, its own among them.
            console.ColorBehavior = LoggerColorBehavior.Disabled;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        });
        // Whoever reads the log may stand still: lines are lost then, and their number is said, but nobody waits. What was decided is in the ledger.
        builder.Services.Configure<ConsoleLoggerOptions>(static console => console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite);
        builder.Logging.KeepLibrariesQuiet();
        builder.Services.AddNovaFence(builder.Configuration, sandbox);
        builder.Services.AddHostedService<AuditSchedule>();
        builder.Services.AddNovaFenceTimer();
        builder.Services.AddTelemetry(builder.Configuration);
        replace?.Invoke(builder.Services);
        var app = builder.Build();
        // The options are validated before services are made, because the first service that meets a wrong key would name that key alone.
        app.Services.ValidateNovaFence();
        var limit = app.Services.GetRequiredService<ConnectionLimit>();
        app.Use(async (context, next) =>
        {
            try
            {
                await next(context);
            }
            finally
            {
                limit.Answered(context.Features.Get<IConnectionUse>());
            }
        });
        // What is counted before anybody listens is lost.
        app.Services.GetRequiredService<MeterProvider>();
        app.MapNovaFence([.. additional ?? [], app.Services.GetRequiredService<MetricsScrape>().Endpoint]);
        WholeProgram.Load();
        return app;
    }
}
