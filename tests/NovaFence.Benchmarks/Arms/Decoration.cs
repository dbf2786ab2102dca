using Microsoft.Extensions.DependencyInjection;

namespace NovaFence.Benchmarks.Arms;

/// <summary>Puts something around a registered singleton.</summary>
internal static class Decoration
{
    public static void Decorate<T>(this IServiceCollection services, Func<T, T> around)
        where T : class
    {
        var inner = services.Last(service => service.ServiceType == typeof(T));
        services.AddSingleton(provider => around((T)(inner.ImplementationFactory?.Invoke(provider)
            ?? ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!))));
    }
}
