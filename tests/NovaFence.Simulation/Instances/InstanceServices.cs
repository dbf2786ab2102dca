using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NovaFence.Core;
using NovaFence.Core.Telemetry;

namespace NovaFence.Simulation.Instances;

/// <summary>
/// Makes instances of Core. Its services are registered as in production, and each instance is a scope in which they are singletons: a provider
/// of its own for each would cost more than the history it lives in.
/// </summary>
internal static class InstanceServices
{
    private static readonly IServiceProvider WithoutTimer = Build(isServer: false);
    private static readonly IServiceProvider Servers = Build(isServer: true);

    internal static IServiceProvider Create(Belongings belongings, bool isServer)
    {
        var scope = (isServer ? Servers : WithoutTimer).CreateScope().ServiceProvider;
        var own = scope.GetRequiredService<Belongings>();
        own.Cloud = belongings.Cloud;
        own.Evacuations = belongings.Evacuations;
        own.Power = belongings.Power;
        own.Samples = belongings.Samples;
        own.Ledger = belongings.Ledger;
        own.Sender = belongings.Sender;
        own.Clock = belongings.Clock;
        own.Random = belongings.Random;
        own.Logs = belongings.Logs;
        own.Options = belongings.Options;
        own.Routes = belongings.Routes;
        return scope;
    }

    private static ServiceProvider Build(bool isServer)
    {
        var registered = new ServiceCollection();
        if (isServer)
            registered.AddNovaFenceTimer();
        registered.AddSingleton(own => own.GetRequiredService<Belongings>().Clock);
        registered.AddNovaFenceCore(new ConfigurationBuilder().Build());

        var services = new ServiceCollection();
        foreach (var service in registered.Where(service => service.ServiceType != typeof(IHostedService)))
        {
            var isCores = service.ServiceType == typeof(TimeProvider) || service.ServiceType.Namespace?.StartsWith("NovaFence", StringComparison.Ordinal) == true;
            services.Add((isCores, service) switch
            {
                (true, { ImplementationType: { } type }) => ServiceDescriptor.Scoped(service.ServiceType, type),
                (true, { ImplementationFactory: { } factory }) => ServiceDescriptor.Scoped(service.ServiceType, factory),
                _ => service,
            });
        }

        // A process keeps every meter that is not ended, and nobody ends these scopes.
        services.AddSingleton<NovaFenceMetrics>();
        services.AddScoped<Belongings>();
        services.AddScoped(own => own.GetRequiredService<Belongings>().Cloud);
        services.AddScoped(own => own.GetRequiredService<Belongings>().Evacuations);
        services.AddScoped(own => own.GetRequiredService<Belongings>().Power);
        services.AddScoped(own => own.GetRequiredService<Belongings>().Samples);
        services.AddScoped(own => own.GetRequiredService<Belongings>().Ledger);
        services.AddScoped(own => own.GetRequiredService<Belongings>().Sender);
        services.AddScoped(own => own.GetRequiredService<Belongings>().Random);
        services.AddScoped(own => own.GetRequiredService<Belongings>().Logs);
        services.AddScoped(own => own.GetRequiredService<Belongings>().Options);
        services.AddScoped(own => own.GetRequiredService<Belongings>().Routes);
        services.AddScoped(typeof(ILogger<>), typeof(Logger<>));
        return services.BuildServiceProvider();
    }
}
