using System.CommandLine;
using NovaFence.Core.Audit;
using NovaFence.Server.Hosting;
using NovaFence.Server.Printing;
using NovaFence.Server.Remote;

namespace NovaFence.Server.Commands;

/// <summary><c>novafence status</c>.</summary>
internal static class StatusCommand
{
    internal static Command Create()
    {
        var command = new Command(
            "status",
            "Say in one look how it is: whether a person is needed and for what, how many hosts are down and held, budget and storm, what is paused, and when Nova was asked and audited. Exit code 0 when all is well, 1 when a person is needed.");
        var asking = Asking.For(command);
        command.SetAction((parsed, cancellationToken) => asking.RunAsync(
            parsed,
            json => json.Status,
            async (services, stop) => new Answered<Status>.Ok(await services.GetRequiredService<IStatus>().LookAsync(stop)),
            (api, stop) => api.StatusAsync(stop),
            StatusPrinted.Print,
            cancellationToken,
            status => status.NeedsAPerson ? ExitCode.Failed : ExitCode.Done));
        return command;
    }
}
