using NovaFence.Core.Starting;
using NovaFence.Server.Hosting;

namespace NovaFence.Server.Commands;

/// <summary>Runs a command directly on the cloud and the ledger, without a server.</summary>
internal static class DirectCommand
{
    /// <summary>Composes NovaFence from the configuration, opens the ledger, and runs the command.</summary>
    internal static async Task<int> RunAsync(FileInfo? config, Func<IServiceProvider, CancellationToken, Task<int>> run, CancellationToken cancellationToken)
    {
        using var host = Compose(config);
        if (await host.Services.GetRequiredService<IOpening>().OpenAsync(cancellationToken) is { } missing)
        {
            await Console.Error.WriteLineAsync($"novafence: {missing}");
            return ExitCode.Failed;
        }

        return await run(host.Services, cancellationToken);
    }

    /// <summary>NovaFence as it is configured. Wrong configuration throws, as it does for the server.</summary>
    internal static IHost Compose(FileInfo? config)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        AddSources(builder.Configuration, config);
        builder.Services.AddQuietLogging();
        builder.Services.AddNovaFence(builder.Configuration);
        var host = builder.Build();

        // The hosted services stay off: no timer and no keeping warm for one call. Their validation is asked for here.
        host.Services.GetRequiredService<Microsoft.Extensions.Options.IStartupValidator>().Validate();
        return host;
    }

    /// <summary>What is configured for a command, by itself.</summary>
    internal static IConfiguration Configured(FileInfo? config)
    {
        var builder = new ConfigurationBuilder();
        AddSources(builder, config);
        return builder.Build();
    }

    private static void AddSources(IConfigurationBuilder configuration, FileInfo? config)
    {
        configuration.AddJsonFile(Path.GetFullPath("appsettings.json"), optional: true);
        configuration.AddEnvironmentVariables();
        configuration.Add(config);
    }
}
