using System.CommandLine;
using NovaFence.Core.Hosts;
using NovaFence.Core.Notify;
using NovaFence.Http.Endpoints;
using NovaFence.Server.Printing;
using NovaFence.Server.Remote;

namespace NovaFence.Server.Commands;

/// <summary><c>novafence pause [--host H] [--for 2h] --reason TEXT</c> and <c>novafence resume [--host H | --storm | --notify NAME]</c>.</summary>
internal static class PauseCommand
{
    internal static Command Create()
    {
        var host = Host("Leave this host alone, and act on all others; without it everything is paused.");
        var duration = new Option<string?>("--for") { Description = "How long: 90s, 30m, 2h, 1d, 1h30m; without it until 'novafence resume'.", HelpName = "TIME" };
        duration.Validators.Add(result =>
        {
            if (result.Tokens is [var only] && !PauseDuration.TryParse(only.Value, out _))
                result.AddError($"--for takes {PauseDuration.Forms}");
        });
        var reason = new Option<string>("--reason") { Description = "Why, for whoever is woken by a held alert.", HelpName = "TEXT", Required = true };
        var command = new Command(
            "pause",
            "Hold every alert, or those of one host, until it expires or somebody resumes. It holds for all instances.")
        {
            host, duration, reason,
        };
        var asking = Asking.For(command);
        HostNamesCompleted.For(host, asking);
        command.SetAction((parsed, cancellationToken) => RunAsync(
            asking,
            parsed,
            (services, stop) => services.GetRequiredService<IPauses>().PauseAsync(
                parsed.GetValue(host), PauseDuration.TryParse(parsed.GetValue(duration), out var read) ? read : null, parsed.GetValue(reason)!, Operator.Name, stop),
            (api, within) => api.PauseAsync(
                ServerClient.Body(new PauseRequest { Host = parsed.GetValue(host), For = parsed.GetValue(duration), Reason = parsed.GetValue(reason) }, RequestsJson.Default.PauseRequest), within),
            cancellationToken));
        return command;
    }

    internal static Command CreateResume()
    {
        var host = Host("End the pause of this host; without it the pause of everything ends, and those of single hosts stay.");
        var storm = new Option<bool>("--storm") { Description = "Say that a storm is over: alerts of before no longer count for it, and what it held is decided anew." };
        var notify = new Option<string?>("--notify") { Description = "Tell this receiver of NovaFence:Notify again, from now on.", HelpName = "NAME" };
        var command = new Command("resume", "End a pause, or a storm, or tell a receiver again.") { host, storm, notify };
        command.Validators.Add(result =>
        {
            if (result.GetValue(storm) && result.GetValue(host) is not null)
                result.AddError("--storm is of all hosts: leave --host out");
            if (result.GetValue(notify) is not null && (result.GetValue(storm) || result.GetValue(host) is not null))
                result.AddError("--notify is of a receiver: leave --host and --storm out");
        });
        var asking = Asking.For(command);
        HostNamesCompleted.For(host, asking);
        command.SetAction((parsed, cancellationToken) => RunAsync(
            asking,
            parsed,
            (services, stop) => parsed.GetValue(notify) is { } receiver ? ResumeReceiverAsync(services, receiver, stop)
                : parsed.GetValue(storm) ? services.GetRequiredService<IPauses>().ResumeStormAsync(Operator.Name, stop)
                : services.GetRequiredService<IPauses>().ResumeAsync(parsed.GetValue(host), Operator.Name, stop),
            (api, within) => api.ResumeAsync(parsed.GetValue(host), parsed.GetValue(storm) ? "true" : null, parsed.GetValue(notify), within),
            cancellationToken,
            parsed.GetValue(notify) is { } told ? $"The receiver {told} is told what happens from now on."
                : parsed.GetValue(storm) ? "The storm is over: what it held is decided anew, within the budget." : null));
        return command;
    }

    private static async Task<PauseResult> ResumeReceiverAsync(IServiceProvider services, string receiver, CancellationToken cancellationToken) =>
        await services.GetRequiredService<IOutbox>().ResumeAsync(receiver, Operator.Name, cancellationToken) is { } why
            ? new PauseResult.Refused(why)
            : await services.GetRequiredService<IPauses>().ListAsync(cancellationToken);

    private static Option<string?> Host(string description)
    {
        var host = new Option<string?>("--host") { Description = description, HelpName = "HOST" };
        Misspelt.RefuseOptions(host);
        return host;
    }

    private static Task<int> RunAsync(
        Asking asking,
        ParseResult parsed,
        Func<IServiceProvider, CancellationToken, Task<PauseResult>> directly,
        Func<IServerApi, CancellationToken, Task<HttpResponseMessage>> ofServer,
        CancellationToken cancellationToken,
        string? done = null)
    {
        // Whether anything was paused only the ledger's own answer tells.
        bool? changed = null;
        return asking.RunAsync(
            parsed,
            json => json.PausesAnswer,
            async (services, stop) =>
            {
                var result = await directly(services, stop);
                changed = (result as PauseResult.Done)?.Changed;
                return PausesAnswered.Of(result);
            },
            ofServer,
            answer =>
            {
                if (done is null)
                {
                    PausesPrinted.Print(answer.Pauses, changed);
                    return;
                }

                Console.WriteLine(done);
                PausesPrinted.Print(answer.Pauses);
            },
            cancellationToken);
    }
}
