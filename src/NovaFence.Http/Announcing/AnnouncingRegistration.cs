using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NovaFence.Core.Audit;
using NovaFence.Core.Options;
using NovaFence.Http.Options;

namespace NovaFence.Http.Announcing;

/// <summary>Registers what tells Alertmanagers of findings.</summary>
internal static class AnnouncingRegistration
{
    /// <summary>Takes the place of Core's "nobody is told", whichever of the two is registered first.</summary>
    public static IServiceCollection AddAnnouncements(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddNovaFenceOptions<AnnounceOptions>(configuration, AnnounceOptions.Section).AddNovaFenceOptionsCheck<AnnounceOptions, AnnounceCheck>();
        services.Replace(ServiceDescriptor.Singleton<IAnnouncements, AlertmanagerAnnouncements>());
        return services;
    }
}
