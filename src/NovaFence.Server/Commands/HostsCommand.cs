using System.CommandLine;
using NovaFence.Core.Hosts;
using NovaFence.Http.Answers;
using NovaFence.Http.Endpoints;
using NovaFence.Server.Printing;
using NovaFence.Server.Remote;

namespace NovaFence.Server.Commands;

/// <summary><c>novafence hosts [--state STATE]</c>.</summary>
internal static class HostsCommand
{
    internal static Command Create()
    {
        var state = new Option<string?>("--state") { Description = $"Only hosts in this state: {string.Join(", ", HostFilter.Words)}.", HelpName = "STATE" };
        Misspelt.RefuseOtherThan(state, HostFilter.Words);
        var command = new Command(
            "hosts",
            "List the compute hosts and where each stands: what is held first, with what would let it through, then what else needs a person, with what to do; what Nova says of it, and what is paused.")
        {
            state,
        };
        var asking = Asking.For(command);
        command.SetAction((parsed, cancellationToken) => asking.RunAsync(
            parsed,
            json => json.HostsAnswer,
            async (services, stop) => await ListAsync(services.GetRequiredService<IHostDirectory>(), parsed.GetValue(state), stop),
            (api, stop) => api.HostsAsync(parsed.GetValue(state), stop),
            answer => HostsPrinted.Print(answer, DateTimeOffset.UtcNow),
            cancellationToken));
        return command;
    }

    private static async Task<Answered<HostsAnswer>> ListAsync(IHostDirectory directory, string? state, CancellationToken cancellationToken)
    {
        var isShown = state is not null && HostFilter.TryRead(state, out var filter, out _) ? filter : _ => true;
        return Answered<HostsAnswer>.Of(
            await directory.ListAsync(cancellationToken),
            hosts => new Answered<HostsAnswer>.Ok(new HostsAnswer([.. hosts.Where(isShown)]) { NovaFailure = directory.NovaFailure }));
    }
}
