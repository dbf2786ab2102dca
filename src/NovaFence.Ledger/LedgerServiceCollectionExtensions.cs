using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using NovaFence.Core.Ledger;
using NovaFence.Ledger.Sqlite;
using NovaFence.Ledger.Tables;

namespace NovaFence.Ledger;

/// <summary>Registers the ledger.</summary>
public static class LedgerServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="ILedger"/>, once for the process, as <c>NovaFence:Ledger</c> of <paramref name="configuration"/> says. Wrong or
    /// missing keys stop the start (<see cref="OptionsValidationException"/>, which names them).
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="configuration">The whole configuration, not the section.</param>
    /// <param name="region">The cloud's region, which names the partition where <see cref="LedgerOptions.Partition"/> does not.</param>
    public static IServiceCollection AddNovaFenceLedger(
        this IServiceCollection services, IConfiguration configuration, Func<IServiceProvider, string?>? region = null)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LedgerOptions>, LedgerOptionsValidator>());
        services.AddOptions<LedgerOptions>().Bind(configuration.GetSection(LedgerOptions.Section)).ValidateOnStart();
        services.TryAddSingleton(provider => Open(
            provider.GetRequiredService<IOptions<LedgerOptions>>().Value,
            region?.Invoke(provider),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    private static ILedger Open(LedgerOptions options, string? region, TimeProvider time)
    {
        var partition = FirstOf(options.Partition, region) ?? LedgerOptions.DefaultPartition;
        return string.IsNullOrWhiteSpace(options.Sqlite.Path)
            ? new TableLedger(options.Tables, partition, options.Timeout, time)
            : new SqliteLedger(options.Sqlite.Path, partition, options.Timeout, time);
    }

    private static string? FirstOf(params ReadOnlySpan<string?> names)
    {
        foreach (var name in names)
        {
            if (!string.IsNullOrWhiteSpace(name))
                return name;
        }

        return null;
    }
}
