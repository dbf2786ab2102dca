using NovaFence.Core;
using NovaFence.Http;
using NovaFence.Ledger;
using NovaFence.OpenStack;

namespace NovaFence.Server.Hosting;

/// <summary>Everything NovaFence is made of, for the server and for the commands alike.</summary>
internal static class Composition
{
    internal static IServiceCollection AddNovaFence(this IServiceCollection services, IConfiguration configuration, bool sandbox = false) => services
        .AddNovaFenceCore(configuration)
        .AddNovaFenceOpenStack(configuration)
        .AddNovaFenceLedger(configuration, OpenStackRegistration.RegionOf)
        .AddNovaFenceHttp(configuration, answers => answers.Sandbox = sandbox);
}
