using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NovaFence.Core;
using NovaFence.Core.Options;
using NovaFence.Core.Routing;

namespace NovaFence.Simulation.Instances;

/// <summary>
/// Makes instances of Core. Its services are registered as in production, and each instance is a scope in which they are singletons: a provider
/// of its own for each would cost more than the history it lives in.
/// </summary>
internal static class InstanceServices
{
    private static readonly IServiceProvider Root = Build();
    private static readonly Dictionary<int, NovaFenceOptions> Options = new[] { 1, 2, 3 }.ToDictionary(hosts => hosts, Read);

    /// <summary>The routes of every history.</summary>
    internal static RouteTable Routes { get; } = RouteTable.Read(Options[1].Routes, out _);

    /// <summary>The options with a budget of so many hosts.</summary>
    internal static NovaFenceOptions WithBudget(int hosts) => Options[hosts];

    internal static IServiceProvider Create(Belongings belongings)
    {
        var scope = Root.CreateScope().ServiceProvider;
        var own = scope.GetRequiredService<Belongings>();
        own.Cloud = belongings.Cloud;
        own.Evacuations = belongings.Evacuations;
        own.Ledger = belongings.Ledger;
        own.Clock = belongings.Clock;
        own.Random = belongings.Random;
        own.Logs = belongings.Logs;
        own.Options = belongings.Options;
        own.Routes = belongings.Routes;
        return scope;
    }

    private static ServiceProvider Build()
    {
        var registered = new ServiceCollection();
        registered.AddNovaFenceCore(new ConfigurationBuilder().Build());

        var services = new ServiceCollection();
        foreach (var service in registered.Where(service => service.ServiceType != typeof(IHostedService)))
        {
            var isCores = service.ServiceType.Namespace?.StartsWith("NovaFence", StringComparison.Ordinal) == true;
            services.Add((isCores, service) switch
            {
                (true, { ImplementationType: { } type }) => ServiceDescriptor.Scoped(service.ServiceType, type),
                (true, { ImplementationFactory: { } factory }) => ServiceDescriptor.Scoped(service.ServiceType, factory),
                _ => service,
            });
        }

        services.AddScoped<Belongings>();
        services.AddScoped(own => own.GetRequiredService<Belongings>().Cloud);
        services.AddScoped(own => own.GetRequiredService<Belongings>().Evacuations);
        services.AddScoped(own => own.GetRequiredService<Belongings>().Ledger);
        services.AddScoped(own => own.GetRequiredService<Belongings>().Clock);
        services.AddScoped(own => own.GetRequiredService<Belongings>().Random);
        services.AddScoped(own => own.GetRequiredService<Belongings>().Logs);
        services.AddScoped(own => own.GetRequiredService<Belongings>().Options);
        services.AddScoped(own => own.GetRequiredService<Belongings>().Routes);
        services.AddScoped(typeof(ILogger<>), typeof(Logger<>));
        return services.BuildServiceProvider();
    }

    private static NovaFenceOptions Read(int hosts)
    {
        Dictionary<string, string?> settings = new(StringComparer.Ordinal)
        {
            ["NovaFence:Budget:MaxHosts"] = hosts.ToString(CultureInfo.InvariantCulture),
            ["NovaFence:Budget:MaxShare"] = "1",
            // Short, so that a release falls into its history: two reports may be all that a host waits for, or it may wait longer than for them.
            ["NovaFence:Release:SettleTime"] = "00:00:15",
            ["NovaFence:Release:Heartbeats"] = "2",
            ["NovaFence:Release:OverdueAfter"] = "00:01:00",
        };
        Route("released", "alertmanager", "release=\"immediately\"", "asserted", "immediately");
        Route("healthy", "alertmanager", "release=\"whenHealthy\"", "asserted", "whenHealthy");
        Route("kept", "alertmanager", "release=\"manually\"", "asserted", "manually");
        Route("labelled", "alertmanager", "release=\"labelled\"", "label:fenced=\"true\"", "immediately");
        Route("paged", "pagerduty", null, "asserted", "immediately");

        var services = new ServiceCollection();
        services.AddNovaFenceCore(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<NovaFenceOptions>();

        void Route(string name, string receiver, string? match, string evidence, string release)
        {
            var key = $"NovaFence:Routes:{settings.Keys.Count(known => known.EndsWith(":Receiver", StringComparison.Ordinal))}";
            settings[$"{key}:Name"] = name;
            settings[$"{key}:Receiver"] = receiver;
            if (match is not null)
                settings[$"{key}:Match:0"] = match;
            settings[$"{key}:Evidence"] = evidence;
            settings[$"{key}:Release"] = release;
        }
    }
}
