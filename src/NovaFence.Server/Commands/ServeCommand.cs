using System.CommandLine;
using System.Runtime.InteropServices;
using NovaFence.Server.Hosting;
using NovaFence.Server.Printing;

namespace NovaFence.Server.Commands;

/// <summary><c>novafence serve</c>: the server on a real cloud. It never falls back to the sandbox.</summary>
internal static class ServeCommand
{
    /// <summary>The port of the Functions host's local runs, so that both heads answer at the same place.</summary>
    internal const int DefaultPort = 7071;

    internal static Command Create()
    {
        var port = CommonOptions.Port(DefaultPort, "The port to listen on.");
        var listen = CommonOptions.Listen();
        var config = CommonOptions.Config();
        var command = new Command("serve", "Run the server on the configured cloud: takes webhooks, acts, and audits on a timer.") { port, listen, config };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            // Both files before either is read, so that what is wrong with both is said at once.
            ConfigurationFiles.ThrowIfBroken(parsed.GetValue(config));
            await using var app = ServerApp.Build(configuration => ConfigurationFiles.Use(configuration, parsed.GetValue(config)), parsed.GetValue(listen)!, parsed.GetValue(port), sandbox: false);
            // The terminal is closed, or somebody means to reload what is read once: what is under way is answered first, as after SIGTERM.
            var lifetime = (CommandLifetime)app.Services.GetRequiredService<IHostLifetime>();
            using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, lifetime.End);
            Screen.OutliveOutput();
            try
            {
                await app.StartAsync(cancellationToken);
            }
            catch (Exception broken)
            {
                // Else the host takes its services that end now for some that broke, and says so.
                await app.StopAsync(CancellationToken.None);
                if (broken is not OperationCanceledException || !(cancellationToken.IsCancellationRequested || lifetime.IsTold))
                    throw;
                // As after a signal once it has started: whoever restarts or stops a service has not broken it.
                await Console.Error.WriteLineAsync("novafence: interrupted");
                return ExitCode.Done;
            }

            Console.WriteLine($"novafence listens on {string.Join(' ', app.Urls)}");
            await app.WaitForShutdownAsync(cancellationToken);
            return ExitCode.Done;
        });
        return command;
    }
}
