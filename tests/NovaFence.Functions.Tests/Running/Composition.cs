using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using NovaFence.Functions.Tests.Source;

namespace NovaFence.Functions.Tests.Running;

/// <summary>The app's own composition, called in the build of its source.</summary>
internal static class Composition
{
    private static readonly MethodInfo Compose = FunctionsBuild.Default.Assembly.GetTypes()
        .SelectMany(static type => type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public))
        .Single(static method => method.Name == "AddNovaFence");

    public static IServiceCollection AddFunctionsApp(this IServiceCollection services, IConfiguration configuration) =>
        (IServiceCollection)Compose.Invoke(null, [services, configuration, false, NovaFence.Ledger.LedgerAccess.ReadAndWrite])!;

    public static ServiceProvider Build(IEnumerable<KeyValuePair<string, string>> settings) =>
        new ServiceCollection().AddLogging().AddSingleton<IHostApplicationLifetime, ApplicationLifetime>().AddFunctionsApp(Configuration(settings)).BuildServiceProvider(
            new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

    /// <summary>App settings reach the worker as environment variables, where <c>__</c> stands for the colon.</summary>
    public static IConfiguration Configuration(IEnumerable<KeyValuePair<string, string>> settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value)))
            .Build();
}
