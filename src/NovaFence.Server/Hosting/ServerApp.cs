using System.Net;
using NovaFence.Core;
using NovaFence.Hosting;
using NovaFence.Http;
using NovaFence.Http.Endpoints;

namespace NovaFence.Server.Hosting;

/// <summary>The server: the API's endpoints on Kestrel, and the audit on its timer.</summary>
internal static class ServerApp
{
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
        // The framework reads appsettings.json by itself and stops at the first fault: all faults of the file are named before.
        ConfigurationFiles.ThrowIfBroken(null);
        var builder = WebApplication.CreateSlimBuilder();
        configure(builder.Configuration);
        // Kestrel's own address settings would compete with --listen and --port, and the loser would be ignored silently.
        builder.Configuration["urls"] = null;
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(address, port);
            kestrel.AddServerHeader = false;
        });
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            // What goes to a terminal is stripped of control characters, its own among them.
            console.ColorBehavior = Microsoft.Extensions.Logging.Console.LoggerColorBehavior.Disabled;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        });
        builder.Logging.KeepLibrariesQuiet();
        builder.Services.AddNovaFence(builder.Configuration, sandbox);
        builder.Services.AddHostedService<AuditSchedule>();
        builder.Services.AddNovaFenceTimer();
        replace?.Invoke(builder.Services);
        var app = builder.Build();
        // The options are validated before services are made, because the first service that meets a wrong key would name that key alone.
        app.Services.ValidateNovaFence();
        app.MapNovaFence(additional ?? []);
        return app;
    }
}
