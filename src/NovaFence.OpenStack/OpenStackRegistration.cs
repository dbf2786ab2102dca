using System.Diagnostics.Metrics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using NovaFence.Core.Cloud;
using NovaFence.Core.Options;
using NovaFence.OpenStack.Calls;
using NovaFence.OpenStack.Checking;
using NovaFence.OpenStack.Compute;
using NovaFence.OpenStack.Configuration;
using NovaFence.OpenStack.Identity;
using NovaFence.OpenStack.Warmth;
using Refit;

namespace NovaFence.OpenStack;

/// <summary>Puts a real cloud behind <see cref="ICloud"/>.</summary>
public static class OpenStackRegistration
{
    /// <summary>
    /// Registers <see cref="ICloud"/>, <see cref="ICloudCheck"/> and <see cref="ICloudDescription"/>, and the background service that keeps its token warm.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="configuration">The whole configuration; <see cref="CloudOptions.Section"/> of it is read.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <remarks>
    /// The start, or without a host the first use of <see cref="ICloud"/>, fails with an <see cref="OptionsValidationException"/> whose
    /// <see cref="OptionsValidationException.Failures"/> name every missing and wrong key, and the start with an <see cref="UnsupportedCloudException"/>
    /// on a cloud that is too old. A cloud that is away stops nothing.
    /// </remarks>
    public static IServiceCollection AddNovaFenceOpenStack(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddNovaFenceOptions<CloudOptions>(configuration, CloudOptions.Section);
        services.AddNovaFenceOptionsCheck<CloudOptions, CloudOptionsCheck>();
        services.AddSingleton<CloudResolver>();
        services.TryAddSingleton<IUserEnvironment, ProcessEnvironment>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddLogging();
        services.AddSingleton(static provider =>
            provider.GetRequiredService<CloudResolver>().Resolve(provider.GetRequiredService<IOptions<CloudOptions>>().Value) switch
            {
                CloudResolution.Complete { Settings: var settings } => settings,
                CloudResolution.Incomplete { Problems: var problems } =>
                    throw new OptionsValidationException(nameof(CloudOptions), typeof(CloudOptions), problems),
                _ => throw new InvalidOperationException("A resolution of an unknown kind."),
            });

        services.AddSingleton(static provider => new NovaMetrics(provider.GetRequiredService<SharedToken>(), provider.GetService<IMeterFactory>()));
        Clients(services);
        services.AddSingleton<CallPipelines>();
        services.AddSingleton<ITokenIssuer, TokenIssuer>();
        services.AddSingleton<SharedToken>();
        services.AddSingleton<NovaClients>();
        services.AddSingleton<CloudSession>();
        services.AddSingleton<NovaCalls>();
        services.AddSingleton<WarmthRecord>();
        services.AddSingleton<TokenShow>();
        services.AddSingleton<TokenCare>();
        services.AddSingleton<Facts>();
        services.AddSingleton<ICloud, NovaCloud>();
        services.AddSingleton<IEvacuations, NovaEvacuations>();
        services.AddSingleton<ICloudCheck, CloudCheck>();
        services.AddSingleton<ICloudDescription, CloudDescription>();
        services.AddHostedService<StartCheck>();
        services.AddHostedService<KeepWarm>();
        return services;
    }

    private static void Clients(IServiceCollection services)
    {
        Common(services.AddRefitGeneratedClient<IKeystoneApi>(OpenStackRefit.Settings())
            .ConfigureHttpClient(static (provider, client) => client.BaseAddress = provider.GetRequiredService<CloudSettings>().IdentityUrl));
        Common(services.AddHttpClient(NovaClients.HttpClientName)
            .AddHttpMessageHandler(static provider => new TracedRequests(provider.GetRequiredService<NovaMetrics>(), provider.GetRequiredService<TimeProvider>())));
    }

    private static void Common(IHttpClientBuilder builder) => builder
        // The factory's loggers know headers, and with them tokens.
        .RemoveAllLoggers()
        // The deadlines are the pipelines'.
        .ConfigureHttpClient(static client => client.Timeout = Timeout.InfiniteTimeSpan)
        .AddHttpMessageHandler(static () => new WholeReplies(WholeReplies.MostHere))
        .ConfigurePrimaryHttpMessageHandler(static provider => Handler(provider.GetRequiredService<CloudSettings>()))
        // The connections' own lifetime sees to changes in DNS; a new handler would come with cold connections.
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan);

    private static SocketsHttpHandler Handler(CloudSettings settings)
    {
        var handler = new SocketsHttpHandler
        {
            // X-Auth-Token would follow a redirect to wherever it leads.
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = settings.Limits.ConnectTimeout,
            PooledConnectionIdleTimeout = settings.Limits.ConnectionIdleTimeout,
            PooledConnectionLifetime = settings.Limits.ConnectionLifetime,
        };
        if (settings.Trust is { } trust)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(trust);
            handler.SslOptions.CertificateChainPolicy = policy;
        }

        return handler;
    }
}
