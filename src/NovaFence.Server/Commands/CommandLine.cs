using System.CommandLine;
using System.CommandLine.Invocation;
using NovaFence.Hosting;
using NovaFence.OpenStack;
using NovaFence.Server.Hosting;
using NovaFence.Server.Printing;

namespace NovaFence.Server.Commands;

/// <summary>The commands of <c>novafence</c>.</summary>
internal static class CommandLine
{
    internal static async Task<int> RunAsync(string[] args)
    {
        Screen.Open();
        var root = new RootCommand("NovaFence: the shortest safe way from an alert to a compute host's forced_down in OpenStack Nova, and back.")
        {
            ServeCommand.Create(),
            SandboxCommand.Create(),
            StatusCommand.Create(),
            ReportCommand.Create(),
            ForceDownCommand.Create(),
            HostsCommand.Create(),
            PauseCommand.Create(),
            PauseCommand.CreateResume(),
            DrillCommand.Create(),
            ExplainCommand.Create(),
            ReplayCommand.Create(),
            CheckCommand.Create(),
            PowerCommand.Create(),
            EventsCommand.Create(),
            AuditCommand.Create(),
            LedgerCommand.Create(),
            CompletionCommand.Create(),
        };
        HelpWithExamples.Use(root);
        var parsed = root.Parse(args);
        if (parsed.Action is ParseErrorAction || (args.Length == 0 && parsed.Errors.Count > 0))
        {
            foreach (var line in Misspelt.Lines(parsed))
                Screen.WriteWrapped($"novafence: {line}", Screen.Hang, toError: true);
            await Console.Error.WriteLineAsync("Try 'novafence --help', or 'novafence COMMAND --help'.");
            return ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                // What is under way is answered first; the library would end the process after 2 s.
                ProcessTerminationTimeout = ServerApp.StopWithin + TimeSpan.FromSeconds(1),
            });
        }
        catch (Exception wrong) when (RefusedStart.WrongKeys(wrong) is { } failures)
        {
            return await RefuseAsync(failures);
        }
        catch (OperationCanceledException)
        {
            Screen.WriteWrapped($"novafence: interrupted{(Acts(parsed) ? ". What was asked may be done all the same: look with 'novafence events'" : "")}", Screen.Hang, toError: true);
            return ExitCode.Failed;
        }
        catch (Exception expected) when (expected is IOException or InvalidOperationException or InvalidDataException or UnsupportedCloudException)
        {
            return await DirectCommand.RefuseAsync(expected.Message);
        }
    }

    /// <summary>Whether it is a command after which something may be otherwise than before.</summary>
    private static bool Acts(ParseResult parsed) => parsed.CommandResult.Command.Name is "force-down" or "pause" or "resume" or "drill" or "audit" or "adopt";

    private static async Task<int> RefuseAsync(IReadOnlyList<string> failures)
    {
        await Console.Error.WriteLineAsync("novafence: the configuration cannot be used:");
        foreach (var failure in failures)
            Screen.WriteWrapped($"  - {failure}", Screen.Hang, toError: true);
        Screen.WriteWrapped("Keys are read from appsettings.json, --config FILE and the environment (NovaFence__Cloud__AuthUrl for NovaFence:Cloud:AuthUrl); the cloud also from OS_* and clouds.yaml.", Screen.Hang, toError: true);
        return ExitCode.Failed;
    }
}
