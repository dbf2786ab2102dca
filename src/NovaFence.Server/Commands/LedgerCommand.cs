using System.CommandLine;
using NovaFence.Core.Hosts;
using NovaFence.Server.Hosting;
using NovaFence.Server.Printing;

namespace NovaFence.Server.Commands;

/// <summary><c>novafence ledger adopt</c>: takes the ledger over for the cloud that is configured.</summary>
internal static class LedgerCommand
{
    internal static Command Create() => new("ledger", "What concerns the ledger as a whole.") { CreateAdopt() };

    private static Command CreateAdopt()
    {
        var config = CommonOptions.Config();
        var command = new Command(
            "adopt",
            "Take the ledger over for the cloud that is configured, after a redeployment or a restore. Until then NovaFence refuses a ledger whose compute services are none of this cloud's.")
        {
            config,
        };
        command.SetAction((parsed, cancellationToken) => DirectCommand.RunUnopenedAsync(
            parsed.GetValue(config),
            false,
            async (services, stop) =>
            {
                var (opening, adoption) = (services.GetRequiredService<IOpening>(), services.GetRequiredService<ILedgerAdoption>());
                if (await opening.OpenAsync(stop) is not { } missing)
                {
                    Console.WriteLine("The ledger is this cloud's; there is nothing to adopt.");
                    return ExitCode.Done;
                }

                if (adoption.OtherCloud is not { } other)
                    return await DirectCommand.RefuseAsync(missing);
                Screen.WriteWrapped($"novafence: {other}", Screen.Hang, toError: true);
                if (await adoption.AdoptAsync(stop) is { } why)
                    return await DirectCommand.RefuseAsync($"the ledger was not adopted: {why}; try again");
                Screen.WriteWrapped("The ledger is this cloud's now. What it holds of hosts that Nova no longer has is shown by 'novafence audit'.", Screen.Hang);
                return ExitCode.Done;
            },
            cancellationToken));
        return command;
    }
}
