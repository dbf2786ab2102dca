using System.CommandLine;
using System.Globalization;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Server.Hosting;

namespace NovaFence.Server.Commands;

/// <summary><c>novafence events HOST</c>: one JSON line per event, newest first.</summary>
internal static class EventsCommand
{
    internal static Command Create()
    {
        var host = new Argument<string>("HOST") { Description = "The compute host." };
        var limit = new Option<int>("--limit") { Description = "How many, 1 to 1000.", DefaultValueFactory = _ => 50, HelpName = "N" };
        limit.Validators.Add(result =>
        {
            if (result.Tokens is [var only] && (!int.TryParse(only.Value, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 1000))
                result.AddError("--limit takes a number from 1 to 1000");
        });
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        json.Description = "Print JSON lines; they are what is printed anyway.";
        var command = new Command("events", "Print what was decided and done about a host, newest first, one JSON object per line.") { host, limit, json, config };
        command.SetAction((parsed, cancellationToken) => DirectCommand.RunAsync(
            parsed.GetValue(config),
            async (services, stop) =>
            {
                if (await services.GetRequiredService<IHostDirectory>().EventsAsync(parsed.GetValue(host)!, parsed.GetValue(limit), stop) is not LedgerResult<IReadOnlyList<LedgerEvent>>.Ok { Value: var events })
                {
                    await Console.Error.WriteLineAsync("novafence: the ledger does not answer; try again");
                    return ExitCode.Failed;
                }

                foreach (var happened in events)
                    Console.WriteLine(happened.Json);
                return ExitCode.Done;
            },
            cancellationToken));
        return command;
    }
}
