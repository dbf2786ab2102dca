using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using NovaFence.Hosting;

namespace NovaFence.Functions.Tests.Running;

/// <summary>The app's composition, with the settings of a test.</summary>
internal static class Composed
{
    public static ServiceProvider By(IEnumerable<KeyValuePair<string, string>> settings) =>
        new ServiceCollection().AddLogging().AddSingleton<IHostApplicationLifetime, ApplicationLifetime>().AddNovaFence(Configuration(settings)).BuildServiceProvider(
            new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

    /// <summary>App settings reach the worker as environment variables, where <c>__</c> stands for the colon.</summary>
    public static IConfiguration Configuration(IEnumerable<KeyValuePair<string, string>> settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value)))
            .Build();
}
