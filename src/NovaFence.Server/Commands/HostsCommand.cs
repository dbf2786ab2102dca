using System.CommandLine;
using System.Text.Json;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Http.Answers;
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
        var command = new Command("hosts", "List the compute hosts and where each stands, what is held first, and what is paused.") { json, config };
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
                    Console.WriteLine(JsonSerializer.Serialize(new HostsAnswer(hosts), AnswersJson.Indented.HostsAnswer));
                else
                    Print(hosts);
                return ExitCode.Done;
            },
            cancellationToken));
        return command;
    }

    private static void Print(IReadOnlyList<HostView> hosts)
    {
        // The pause of everything stands with every host, and is said once.
        PausesPrinted.Print(hosts.Select(host => host.Paused).OfType<Pause>().Distinct());
        Listing.Print(["HOST", "STATE", "HELD", "PAUSED", "OWNER", "REASON", "LET THROUGH WITH"], hosts.Select(Row));
    }

    private static string[] Row(HostView view) =>
    [
        view.Host.Length == 0 ? "-" : view.Host,
        JsonSerializer.Serialize(view.State, PrintJson.Default.HostState).Trim('"') + (view.Known ? "" : " (not in Nova)"),
        view.Held ? "held" : "",
        view.Paused is null ? "" : "paused",
        view.Owner == "none" ? "" : view.Owner,
        view.Reason ?? "",
        view.Command ?? "",
    ];
}
