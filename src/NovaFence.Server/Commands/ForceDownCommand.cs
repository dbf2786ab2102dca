using System.CommandLine;
using System.Text.Json;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Http.Answers;
using NovaFence.Server.Hosting;
using NovaFence.Server.Printing;

namespace NovaFence.Server.Commands;

/// <summary><c>novafence force-down HOST [nova-compute] [--unset]</c>, in the two forms novaclient had in 2017.</summary>
internal static class ForceDownCommand
{
    internal static Command Create()
    {
        var host = new Argument<string>("HOST") { Description = "The compute host, as Nova calls it; a short name will do where it is unambiguous." };
        var binary = new Argument<string?>("BINARY") { Description = "nova-compute, the only service that can be forced down.", Arity = ArgumentArity.ZeroOrOne };
        binary.Validators.Add(result =>
        {
            if (result.Tokens is [var only] && only.Value != "nova-compute")
                result.AddError($"only nova-compute can be forced down, not '{only.Value}'");
        });
        var unset = new Option<bool>("--unset") { Description = "Unset forced_down instead." };
        var reason = new Option<string>("--reason") { Description = "Why, for the record.", DefaultValueFactory = _ => "", HelpName = "TEXT" };
        var force = new Option<bool>("--force") { Description = "Whatever a look says: unset while an evacuation is in flight, force down again although the host has reported since." };
        var json = CommonOptions.Json();
        var config = CommonOptions.Config();
        var command = new Command(
            "force-down",
            "Force a compute host down, or unset it. Only do this to a host that is really fenced: its servers may otherwise run twice and corrupt their disks.")
        {
            host, binary, unset, reason, force, json, config,
        };
        command.SetAction((parsed, cancellationToken) => DirectCommand.RunAsync(
            parsed.GetValue(config),
            async (services, stop) =>
            {
                var order = new OperatorCommand(parsed.GetValue(host)!, !parsed.GetValue(unset), parsed.GetValue(reason)!, Operator.Name) { Force = parsed.GetValue(force) };
                var outcome = await services.GetRequiredService<IFencer>().CommandAsync(order, stop);
                Print(outcome, parsed.GetValue(json));
                return outcome.Verdict.Kind switch
                {
                    VerdictKind.ForceDown or VerdictKind.Unset => ExitCode.Done,
                    VerdictKind.Recorded => ExitCode.Recorded,
                    VerdictKind.Held => ExitCode.Held,
                    VerdictKind.Observed => ExitCode.Held,
                    _ => ExitCode.Failed,
                };
            },
            cancellationToken));
        return command;
    }

    private static void Print(Outcome outcome, bool json)
    {
        var answer = OutcomeAnswer.Of(outcome);
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(new DeliveryAnswer { Outcomes = [answer] }, AnswersJson.Indented.DeliveryAnswer));
        else
            (answer.Verdict is VerdictKind.ForceDown or VerdictKind.Unset ? Console.Out : Console.Error).WriteLine(OutcomePrinted.Line(answer));
    }
}
