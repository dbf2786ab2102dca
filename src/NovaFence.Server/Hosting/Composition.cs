using NovaFence.Core;
using NovaFence.Core.Options;
using NovaFence.Http;
using NovaFence.Ledger;
using NovaFence.OpenStack;

namespace NovaFence.Server.Hosting;

/// <summary>Everything NovaFence is made of, for the server and for the commands alike.</summary>
internal static class Composition
{
    internal static IServiceCollection AddNovaFence(
        this IServiceCollection services, IConfiguration configuration, bool sandbox = false, LedgerAccess access = LedgerAccess.ReadAndWrite) => services
        .AddNovaFenceCore(configuration)
        .AddNovaFenceAuditAtStart()
        .AddNovaFenceOpenStack(configuration)
        .AddNovaFenceLedger(configuration, access)
        .AddNovaFenceHttp(configuration, answers => answers.Sandbox = sandbox)
        .AddNovaFenceKnownKeys(configuration)
        .AddSingleton<UsedStores>()
        .AddHostedService<UsedStoresAtStart>();

    /// <summary>Libraries are heard when something is wrong. What they do all day, each request above all, would bury the verdicts.</summary>
    internal static void KeepLibrariesQuiet(this ILoggingBuilder logging)
    {
        foreach (var library in (string[])["Microsoft", "System.Net.Http", "Polly"])
            logging.AddFilter(library, LogLevel.Warning);
    }
}
