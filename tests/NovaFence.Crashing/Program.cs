using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http;
using NovaFence.Core.Ledger;
using NovaFence.Crashing;
using NovaFence.Server.Hosting;

// "novafence serve" on a free port, with death built in. Arguments: the step, and "down" or "up".
var killer = new Killer(Enum.Parse<KillStep>(args[0]), args[1] == "down");
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
