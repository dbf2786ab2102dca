using System.CommandLine;
using System.Text.Json;
using NovaFence.Core.Fencing;
using NovaFence.Core.Ledger;
using NovaFence.Server.Hosting;
using NovaFence.Server.Printing;

namespace NovaFence.Server.Commands;

/// <summary><c>novafence hosts</c>.</summary>
internal static class HostsCommand
{
    internal static Command Create()
    {
        var json = CommonOptions.Json();
        var config = CommonOptions.Config();
        var command = new Command("hosts", "List the compute hosts and where each stands, what is held first.") { json, config };
        command.SetAction((parsed, cancellationToken) => DirectCommand.RunAsync(
            parsed.GetValue(config),
            async (services, stop) =>
            {
                if (await services.GetRequiredService<IHostDirectory>().ListAsync(stop) is not LedgerResult<IReadOnlyList<HostView>>.Ok { Value: var hosts })
                {
                    await Console.Error.WriteLineAsync("novafence: the ledger does not answer; try again");
                    return ExitCode.Failed;
                }

                if (parsed.GetValue(json))
                    Console.WriteLine(JsonSerializer.Serialize(hosts, PrintJson.Default.IReadOnlyListHostView));
                else
                    Listing.Print(["HOST", "STATE", "HELD", "OWNER", "REASON", "LET THROUGH WITH"], hosts.Select(Row));
                return ExitCode.Done;
            },
            cancellationToken));
        return command;
    }

    private static string[] Row(HostView view) =>
    [
        view.Host.Length == 0 ? "-" : view.Host,
        JsonSerializer.Serialize(view.State, PrintJson.Default.FenceState).Trim('"') + (view.Known ? "" : " (not in Nova)"),
        view.Held ? "held" : "",
        view.Owner == "none" ? "" : view.Owner,
        view.Reason ?? "",
        view.Command ?? "",
    ];
}
