using System.CommandLine;
using System.CommandLine.Completions;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Http.Answers;
using NovaFence.Ledger;
using NovaFence.Server.Remote;

namespace NovaFence.Server.Commands;

/// <summary>Completes the names of hosts: of the server that the line names, or of the ledger. Nobody waits long for it, and it says nothing of what goes wrong.</summary>
internal static class HostNamesCompleted
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    internal static void For(Argument argument, Asking asking) => argument.CompletionSources.Add(context => Items(context, asking));

    internal static void For(Option option, Asking asking) => option.CompletionSources.Add(context => Items(context, asking));

    private static IEnumerable<CompletionItem> Items(CompletionContext context, Asking asking)
    {
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            return [.. NamesAsync(context.ParseResult, asking, patience.Token).GetAwaiter().GetResult().Select(name => new CompletionItem(name))];
        }
        catch (Exception) when (!Environment.HasShutdownStarted)
        {
            // A half-written line, a wrong configuration, a cloud that is away: there is nothing to offer, and the command itself will say why.
            return [];
        }
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(ParseResult parsed, Asking asking, CancellationToken cancellationToken)
    {
        var (server, ca, config) = asking.Whom(parsed);
        if (server is not null)
        {
            using var client = ServerClient.For(server, ca);
            var answered = await client.AskAsync((api, within) => api.HostsAsync(null, within), AnswersJson.Strict.HostsAnswer, Patience, cancellationToken);
            return answered is Answered<HostsAnswer>.Ok { Value.Hosts: var hosts } ? Names(hosts) : [];
        }

        using var host = DirectCommand.Compose(config, LedgerAccess.ReadOnly, needsRoutes: false);
        return await host.Services.GetRequiredService<IHostDirectory>().ListAsync(cancellationToken) is LedgerResult<IReadOnlyList<HostView>>.Ok { Value: var known } ? Names(known) : [];
    }

    private static List<string> Names(IEnumerable<HostView> hosts) => [.. hosts.Where(host => host.Known).Select(host => host.Host).Order(StringComparer.Ordinal)];
}
