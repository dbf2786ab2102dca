using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using NovaFence.Core.Options;
using NovaFence.Core.Power;
using NovaFence.Power.Options;
using NovaFence.Power.Prometheus;
using NovaFence.Power.Redfish;

namespace NovaFence.Power;

/// <summary>Puts BMCs behind <see cref="IPower"/> and a Prometheus behind <see cref="ISamples"/>.</summary>
public static class PowerRegistration
{
    /// <summary>
    /// Registers <see cref="IPower"/>, <see cref="ISamples"/>, <see cref="IBmcs"/> and <see cref="IMachineInventory"/>. Nothing is connected to before somebody
    /// asks. Wrong options stop the start with an <see cref="OptionsValidationException"/> that names each key.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="configuration">The whole configuration; <see cref="BmcOptions.Section"/> and <see cref="PrometheusOptions.Section"/> of it are read.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddNovaFencePower(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddNovaFenceOptions<BmcOptions>(configuration, BmcOptions.Section).AddNovaFenceOptionsCheck<BmcOptions, BmcOptionsCheck>();
        services.AddNovaFenceOptions<PrometheusOptions>(configuration, PrometheusOptions.Section).AddNovaFenceOptionsCheck<PrometheusOptions, PrometheusOptionsCheck>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IBmcNames, SystemNames>();
        services.AddSingleton(static provider => provider.GetRequiredService<IOptions<BmcOptions>>().Value);
        services.AddSingleton(static provider => provider.GetRequiredService<IOptions<PrometheusOptions>>().Value);
        services.AddSingleton(static provider => new BmcMap(provider.GetRequiredService<BmcOptions>()));
        services.AddSingleton(static provider => new PowerMetrics(provider.GetRequiredService<TimeProvider>(), provider.GetService<IMeterFactory>()));
        services.AddSingleton<Refusals>();
        services.AddSingleton<RedfishPower>();
        services.AddSingleton<IPower>(static provider => provider.GetRequiredService<RedfishPower>());
        services.AddSingleton<IBmcs>(static provider => provider.GetRequiredService<RedfishPower>());
        services.AddSingleton<PrometheusClient>();
        services.AddSingleton<ISamples, PrometheusSamples>();
        services.AddSingleton<IMachineInventory, NodeExporters>();
        return services;
    }
}
