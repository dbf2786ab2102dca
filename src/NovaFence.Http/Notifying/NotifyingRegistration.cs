using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NovaFence.Core.Notify;
using NovaFence.Core.Options;
using NovaFence.Http.Options;

namespace NovaFence.Http.Notifying;

/// <summary>Registers what sends notifications.</summary>
internal static class NotifyingRegistration
{
    /// <summary>Takes the place of Core's "there is nobody to notify", whichever of the two is registered first.</summary>
    public static IServiceCollection AddNotifying(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddNovaFenceOptions<NotifyOptions>(configuration, NotifyOptions.Section).AddNovaFenceOptionsCheck<NotifyOptions, NotifyCheck>();
        services.AddSingleton<PublicLinks>();
        services.Replace(ServiceDescriptor.Singleton<INotificationSender, NotificationSender>());
        return services;
    }
}
