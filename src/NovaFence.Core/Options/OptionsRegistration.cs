using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace NovaFence.Core.Options;

/// <summary>How every project registers its options, so that all of them are read and validated in one way.</summary>
public static class OptionsRegistration
{
    /// <summary>The sections that hold hosts, routes and limits, for whoever finds one of them outside <c>NovaFence:</c>.</summary>
    public static IReadOnlyList<string> SectionNames { get; } = [.. OptionKeys.Of(typeof(NovaFenceOptions)).Select(property => property.Name), "Ledger", "Receivers", "Access", "Announce", "Evidence"];

    /// <summary>
    /// Reads options from a section and validates them at the start: the kind of each value, the ranges that its annotations give, and every
    /// <see cref="IOptionsCheck{TOptions}"/>. All problems stand in one <see cref="OptionsValidationException"/>, each beginning with its key.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="configuration">The whole configuration.</param>
    /// <param name="section">The path of the section, such as <c>NovaFence:Cloud</c>.</param>
    public static IServiceCollection AddNovaFenceOptions<TOptions>(this IServiceCollection services, IConfiguration configuration, string section)
        where TOptions : class, new()
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddSingleton(new ConfigurationPart(section, typeof(TOptions)));
        services.AddOptions<TOptions>().Configure(options => OptionsReader.Read(configuration.GetSection(section), options)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TOptions>>(provider =>
            new OptionsValidation<TOptions>(configuration, section, provider.GetServices<IOptionsCheck<TOptions>>()));
        return services;
    }

    /// <summary>Adds what kinds and ranges cannot tell.</summary>
    public static IServiceCollection AddNovaFenceOptionsCheck<TOptions, TCheck>(this IServiceCollection services)
        where TCheck : class, IOptionsCheck<TOptions>
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IOptionsCheck<TOptions>, TCheck>());
        return services;
    }

    /// <summary>
    /// Refuses, at the start, every key under <c>NovaFence:</c> that none of the registered options have. For the composition of a whole program: a part of
    /// it does not know the keys of the others.
    /// </summary>
    public static IServiceCollection AddNovaFenceKnownKeys(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<KnownKeys>().ValidateOnStart();
        services.AddSingleton<IValidateOptions<KnownKeys>>(provider => new KnownKeysValidation(configuration, provider.GetServices<ConfigurationPart>(), provider.GetServices<OwnVariable>()));
        return services;
    }

    /// <summary>Reads what can be read of a section, and passes over the rest; for whoever asks what was meant before anything is validated.</summary>
    public static TOptions ReadNovaFenceOptions<TOptions>(this IConfiguration configuration, string section)
        where TOptions : class, new()
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var options = new TOptions();
        OptionsReader.Read(configuration.GetSection(section), options);
        return options;
    }
}
