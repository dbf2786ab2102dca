using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http;
using NovaFence.Core.Ledger;
using NovaFence.Server.Hosting;

namespace NovaFence.TestPrograms.Crashing;

/// <summary><c>novafence serve</c> on a free port, with death built in.</summary>
internal static class DyingServer
{
    /// <summary>Serves until it dies.</summary>
    /// <param name="step">Where.</param>
    /// <param name="down">Which way, as <see cref="Killer"/> has it.</param>
    internal static async Task<int> RunAsync(KillStep step, bool down)
    {
        var killer = new Killer(step, down);
        await using var app = ServerApp.Build(_ => { }, IPAddress.Loopback, port: 0, sandbox: false, services =>
        {
            var real = services.Last(service => service.ServiceType == typeof(ILedger)).ImplementationFactory!;
            services.AddSingleton<ILedger>(provider => new DeadlyLedger((ILedger)real(provider), killer));
            services.ConfigureAll<HttpClientFactoryOptions>(
                options => options.HttpMessageHandlerBuilderActions.Add(builder => builder.AdditionalHandlers.Add(new DeadlyLine(killer))));
        });
        app.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments("/api/webhooks", StringComparison.Ordinal))
                killer.TakeDelivery();
            return next(context);
        });
        await app.StartAsync();
        Console.WriteLine($"novafence listens on {app.Urls.Single()}");
        await app.WaitForShutdownAsync();
        return 0;
    }
}
