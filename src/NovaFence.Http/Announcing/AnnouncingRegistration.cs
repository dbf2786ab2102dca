using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NovaFence.Core.Audit;
using NovaFence.Core.Options;
using NovaFence.Http.Options;

namespace NovaFence.Http.Announcing;

/// <summary>Registers what tells others of findings: the one part of this project that calls out.</summary>
internal static class AnnouncingRegistration
{
    /// <summary>Takes the place of Core's "nobody is told", whichever of the two is registered first.</summary>
    public static IServiceCollection AddAnnouncements(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddNovaFenceOptions<AnnounceOptions>(configuration, AnnounceOptions.Section).AddNovaFenceOptionsCheck<AnnounceOptions, AnnounceCheck>();
        services.AddHttpClient(AlertmanagerAnnouncements.Client)
            // What a library logs of a request holds its headers, once somebody turns it up far enough.
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                // Followed, a 302 to a page to sign in at would be a GET that is answered 200, and nobody would know that nobody was told.
                AllowAutoRedirect = false,
                UseCookies = false,
            });
        services.Replace(ServiceDescriptor.Singleton<IAnnouncements, AlertmanagerAnnouncements>());
        return services;
    }
}
