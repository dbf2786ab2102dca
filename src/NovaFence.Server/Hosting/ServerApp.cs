using System.Net;
using Microsoft.Extensions.Options;
using NovaFence.Core;
using NovaFence.Core.Options;
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
        // Before the framework reads what stands here by itself, and stops at the first of its faults.
        ConfigurationFiles.ThrowIfBroken(null);
        var builder = WebApplication.CreateSlimBuilder();
        configure(builder.Configuration);
        // Kestrel's own address settings would silently win or lose against --listen and --port: there is one way to say it.
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
        builder.Services.AddNovaFenceOptionsCheck<NovaFenceOptions, ScheduleCheck>();
        builder.Services.AddHostedService<AuditSchedule>();
        builder.Services.AddNovaFenceTimer();
        replace?.Invoke(builder.Services);
        var app = builder.Build();
        // Before anything is composed, so that every wrong key is named at once and not only the first that is stumbled over.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        app.MapNovaFence(additional ?? []);
        return app;
    }
}
