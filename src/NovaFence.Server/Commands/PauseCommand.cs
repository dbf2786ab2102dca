using System.CommandLine;
using NovaFence.Core.Hosts;
using NovaFence.Server.Hosting;
using NovaFence.Server.Printing;

namespace NovaFence.Server.Commands;

/// <summary><c>novafence pause [--host H] [--for 2h] --reason TEXT</c> and <c>novafence resume [--host H]</c>.</summary>
internal static class PauseCommand
{
    internal static Command Create()
    {
        var host = Host("Leave this host alone, and act on all others; without it everything is paused.");
        var duration = new Option<TimeSpan?>("--for")
        {
            Description = "How long: 90s, 30m, 2h, 1d, 1h30m; without it until 'novafence resume'.",
            HelpName = "TIME",
            CustomParser = result =>
            {
                if (PauseDuration.TryParse(result.Tokens[0].Value, out var read))
                    return read;
                result.AddError($"--for takes {PauseDuration.Forms}");
                return null;
            },
        };
        var reason = new Option<string>("--reason") { Description = "Why, for whoever is woken by a held alert.", HelpName = "TEXT", Required = true };
        var json = CommonOptions.Json();
        var config = CommonOptions.Config();
        var command = new Command("pause", "Hold every alert, or those of one host, until it expires or somebody resumes. It holds for all instances.") { host, duration, reason, json, config };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(config),
            parsed.GetValue(json),
            (pauses, stop) => pauses.PauseAsync(parsed.GetValue(host), parsed.GetValue(duration), parsed.GetValue(reason)!, Operator.Name, stop),
            cancellationToken));
        return command;
    }

    internal static Command CreateResume()
    {
        var host = Host("End the pause of this host; without it the pause of everything ends, and those of single hosts stay.");
        var json = CommonOptions.Json();
        var config = CommonOptions.Config();
        var storm = new Option<bool>("--storm") { Description = "Say that a storm is over: alerts of before no longer count for it, and what it held is decided anew." };
        var command = new Command("resume", "End a pause, or a storm.") { host, storm, json, config };
        command.Validators.Add(result =>
        {
            if (result.GetValue(storm) && result.GetValue(host) is not null)
                result.AddError("--storm is of all hosts: leave --host out");
        });
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(config), parsed.GetValue(json), (pauses, stop) => parsed.GetValue(storm) ? pauses.ResumeStormAsync(Operator.Name, stop) : pauses.ResumeAsync(parsed.GetValue(host), Operator.Name, stop), cancellationToken));
        return command;
    }

    private static Option<string?> Host(string description) => new("--host") { Description = description, HelpName = "HOST" };

    private static Task<int> RunAsync(FileInfo? config, bool json, Func<IPauses, CancellationToken, Task<PauseResult>> change, CancellationToken cancellationToken) =>
        DirectCommand.RunAsync(
            config,
            async (services, stop) =>
            {
                switch (await change(services.GetRequiredService<IPauses>(), stop))
                {
                    case PauseResult.Done done:
                        PausesPrinted.Print(done, json);
                        return ExitCode.Done;
                    case PauseResult.Refused refused:
                        await Console.Error.WriteLineAsync($"novafence: {refused.Why}");
                        return ExitCode.Failed;
                    case PauseResult.Unavailable unavailable:
                        await Console.Error.WriteLineAsync($"novafence: the ledger does not answer, try again: {unavailable.Why}");
                        return ExitCode.Failed;
                    default:
                        throw new InvalidOperationException("a result of no known kind");
                }
            },
            cancellationToken);
}
