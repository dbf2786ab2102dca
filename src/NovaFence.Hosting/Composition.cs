using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NovaFence.Core;
using NovaFence.Core.Audit;
using NovaFence.Core.Options;
using NovaFence.Http;
using NovaFence.Ledger;
using NovaFence.OpenStack;
using NovaFence.Power;

namespace NovaFence.Hosting;

/// <summary>Everything NovaFence is made of, for the server, its commands and the Functions app alike.</summary>
public static class Composition
{
    /// <summary>Adds all of it. Nothing is made, and no key is judged, before <see cref="ValidateNovaFence"/>.</summary>
    /// <param name="services">Where it is added.</param>
    /// <param name="configuration">The configuration; what concerns NovaFence stands under <c>NovaFence</c>.</param>
    /// <param name="sandbox">Whether every answer is to say that this is the sandbox.</param>
    /// <param name="access">Whether the ledger may be written to.</param>
    public static IServiceCollection AddNovaFence(
        this IServiceCollection services, IConfiguration configuration, bool sandbox = false, LedgerAccess access = LedgerAccess.ReadAndWrite) => services
        .AddNovaFenceCore(configuration)
        .AddNovaFenceAuditAtStart()
        .AddNovaFenceOpenStack(configuration)
        .AddNovaFencePower(configuration)
        .AddNovaFenceLedger(configuration, access)
        .AddNovaFenceHttp(configuration, answers => answers.Sandbox = sandbox)
        .AddNovaFenceKnownKeys(configuration)
        .AddSingleton<UsedStores>()
        .AddSingleton<IStorePlaces>(provider => provider.GetRequiredService<UsedStores>())
        .AddHostedService<UsedStoresAtStart>();

    /// <summary>Judges the configuration. To be called before any service is made: the first that met a wrong key would name that key alone.</summary>
    /// <exception cref="OptionsValidationException">One key is wrong; <see cref="AggregateException"/> where several are, each named.</exception>
    public static void ValidateNovaFence(this IServiceProvider services) => services.GetRequiredService<IStartupValidator>().Validate();

    /// <summary>Libraries are heard when something is wrong. What they do all day, each request above all, would bury the verdicts.</summary>
    public static void KeepLibrariesQuiet(this ILoggingBuilder logging)
    {
        foreach (var library in (string[])["Microsoft", "System.Net.Http", "Polly"])
            logging.AddFilter(library, LogLevel.Warning);
    }
}
