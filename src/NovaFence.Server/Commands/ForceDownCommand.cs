using System.CommandLine;
using NovaFence.Core.Decisions;
using NovaFence.Core.Hosts;
using NovaFence.Http.Answers;
using NovaFence.Http.Endpoints;
using NovaFence.Server.Hosting;
using NovaFence.Server.Printing;
using NovaFence.Server.Remote;

namespace NovaFence.Server.Commands;

/// <summary><c>novafence force-down HOST [nova-compute] [--unset]</c>, in the two forms novaclient had in 2017.</summary>
internal static class ForceDownCommand
{
    internal static Command Create()
    {
        var host = new Argument<string>("HOST") { Description = "The compute host, as Nova calls it; a short name will do where it is unambiguous." };
        Misspelt.RefuseOptions(host);
        var binary = new Argument<string?>("BINARY") { Description = "nova-compute, the only service that can be forced down.", Arity = ArgumentArity.ZeroOrOne };
        Misspelt.RefuseOptions(binary);
        binary.CompletionSources.Add("nova-compute");
        binary.Validators.Add(result =>
        {
            if (result.Tokens is [var only] && only.Value != "nova-compute" && !only.Value.StartsWith('-'))
                result.AddError($"only nova-compute can be forced down, not '{only.Value}'");
        });
        var unset = new Option<bool>("--unset") { Description = "Unset forced_down instead." };
        var reason = new Option<string>("--reason") { Description = "Why, for the record.", DefaultValueFactory = _ => "", HelpName = "TEXT" };
        var force = new Option<bool>("--force") { Description = "Whatever a look says: unset while an evacuation is in flight, force down again although the host has reported since." };
        var command = new Command(
            "force-down",
            "Force a compute host down, or unset it. Only do this to a host that is really fenced: its servers may otherwise run twice and corrupt their disks.")
        {
            host, binary, unset, reason, force,
        };
        var asking = Asking.For(command);
        HostNamesCompleted.For(host, asking);
        command.SetAction((parsed, cancellationToken) => asking.RunAsync(
            parsed,
            json => json.DeliveryAnswer,
            async (services, stop) =>
            {
                var order = new OperatorCommand(parsed.GetValue(host)!, !parsed.GetValue(unset), parsed.GetValue(reason)!, Operator.Name) { Force = parsed.GetValue(force) };
                var outcome = await services.GetRequiredService<IFencer>().CommandAsync(order, stop);
                return new Answered<DeliveryAnswer>.Ok(new DeliveryAnswer { Outcomes = [OutcomeAnswer.Of(outcome, order)] });
            },
            (api, stop) =>
            {
                var request = new ForceDownRequest { ForcedDown = !parsed.GetValue(unset), Reason = parsed.GetValue(reason), Force = parsed.GetValue(force) };
                return api.ForceDownAsync(parsed.GetValue(host)!, ServerClient.Body(request, RequestsJson.Default.ForceDownRequest), stop);
            },
            answer => Print(answer.Outcomes[0], parsed.GetValue(unset)),
            cancellationToken,
            answer => Code(answer.Outcomes[0].Verdict),
            lacks: answer => answer.Outcomes is [var one] && one.Verdict != (parsed.GetValue(unset) ? VerdictKind.ForceDown : VerdictKind.Unset) ? null : "the server gave no outcome of this: see with 'novafence hosts' whether it was done",
            makesLedger: true));
        return command;
    }

    private static int Code(VerdictKind verdict) => verdict switch
    {
        VerdictKind.ForceDown or VerdictKind.Unset => ExitCode.Done,
        VerdictKind.Recorded => ExitCode.Recorded,
        VerdictKind.Held or VerdictKind.Observed => ExitCode.Held,
        _ => ExitCode.Failed,
    };

    private static void Print(OutcomeAnswer outcome, bool unset)
    {
        if (outcome.Verdict is VerdictKind.ForceDown or VerdictKind.Unset)
        {
            Screen.WriteWrapped(OutcomePrinted.Line(outcome), Screen.Hang);
            return;
        }

        Screen.WriteWrapped(OutcomePrinted.Line(outcome), Screen.Hang, toError: true);
        if (outcome.Verdict != VerdictKind.Recorded)
            return;
        var what = unset ? "unset" : "forced down";
        Screen.WriteWrapped($"NOT DONE YET: {outcome.Host} is not {what}, as far as Nova has confirmed. The order is in the ledger; a server, or the next audit, goes on with it for an hour.", Screen.Hang, toError: true);
        // A server of before does not say it.
        var callOff = outcome.CallOff ?? OperatorCommand.Line(outcome.Host ?? "", unset);
        Screen.WriteWrapped($"To call it off{(unset ? ", so that it stays down" : "")}: {callOff}", Screen.Hang, toError: true);
    }
}
