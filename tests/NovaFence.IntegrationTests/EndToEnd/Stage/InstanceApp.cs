using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NovaFence.Core;
using NovaFence.Core.Cloud;
using NovaFence.Http;
using NovaFence.Ledger;
using NovaFence.OpenStack;

namespace NovaFence.EndToEnd.Tests.Stage;

/// <summary>One server, composed as <c>novafence serve</c> composes it; the audit's timer is left to the test, and the one for what is due where the scene says so.</summary>
internal static class InstanceApp
{
    public static WebApplication Build(IEnumerable<KeyValuePair<string, string?>> settings, bool hasTimer, TimeProvider clock, LogBook log, Func<DelegatingHandler> outgoing)
    {
        var builder = WebApplication.CreateSlimBuilder();
        // Nothing of the machine that the tests run on.
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.AddServerHeader = false;
        });
        builder.Logging.ClearProviders();
        builder.Logging.SetMinimumLevel(LogLevel.Trace);
        builder.Logging.AddProvider(log);
        builder.Services.AddSingleton(clock);
        builder.Services
            .AddNovaFenceCore(builder.Configuration)
            .AddNovaFenceOpenStack(builder.Configuration)
            .AddNovaFenceLedger(builder.Configuration)
            .AddNovaFenceHttp(builder.Configuration);
        builder.Services.ConfigureHttpClientDefaults(clients => clients.AddHttpMessageHandler(outgoing));
        if (hasTimer)
            builder.Services.AddNovaFenceTimer();
        PutGates(builder.Services);
        var app = builder.Build();
        app.MapNovaFence();
        return app;
    }

    private static void PutGates(IServiceCollection services)
    {
        var real = services.Single(service => service.ServiceType == typeof(ICloud));
        services.Remove(real);
        services.AddSingleton(provider => new GatedCloud((ICloud)ActivatorUtilities.CreateInstance(provider, real.ImplementationType!)));
        services.AddSingleton<ICloud>(provider => provider.GetRequiredService<GatedCloud>());
    }
}
