using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using NovaFence.Core.Ledger;
using NovaFence.Core.Options;
using NovaFence.Ledger.Sqlite;
using NovaFence.Ledger.Tables;

namespace NovaFence.Ledger;

/// <summary>Registers the ledger.</summary>
public static class LedgerRegistration
{
    /// <summary>
    /// Registers <see cref="ILedger"/> and <see cref="ILedgerDescription"/>, once for the process, as <c>NovaFence:Ledger</c> of
    /// <paramref name="configuration"/> says. Wrong or missing keys stop the start (<see cref="OptionsValidationException"/>, which names them).
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="configuration">The whole configuration, not the section.</param>
    /// <param name="access">What the process wants of the ledger.</param>
    public static IServiceCollection AddNovaFenceLedger(
        this IServiceCollection services, IConfiguration configuration, LedgerAccess access = LedgerAccess.ReadAndWrite)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddNovaFenceOptions<LedgerOptions>(configuration, LedgerOptions.Section);
        services.AddNovaFenceOptionsCheck<LedgerOptions, LedgerOptionsCheck>();
        services.AddSingleton(provider => Open(
            provider.GetRequiredService<IOptions<LedgerOptions>>().Value, access, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ILedger>(provider => provider.GetRequiredService<ILedgerStore>());
        services.AddSingleton<ILedgerDescription>(provider => provider.GetRequiredService<ILedgerStore>());
        return services;
    }

    private static ILedgerStore Open(LedgerOptions options, LedgerAccess access, TimeProvider time)
    {
        var settings = new StoreSettings(
            string.IsNullOrWhiteSpace(options.Partition) ? null : options.Partition, access, options.Timeout, time);
        return string.IsNullOrWhiteSpace(options.Sqlite.Path)
            ? new TableLedger(options.Tables, settings)
            : new SqliteLedger(options.Sqlite.Path, settings);
    }
}
