using System.CommandLine;
using System.Globalization;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Http.Answers;
using NovaFence.Http.Endpoints;
using NovaFence.Server.Printing;
using NovaFence.Server.Remote;

namespace NovaFence.Server.Commands;

/// <summary><c>novafence events [HOST] [--since 1h] [--verdict held]</c>: what was decided and done, newest first.</summary>
internal static class EventsCommand
{
    internal static Command Create()
    {
        var host = new Argument<string?>("HOST") { Description = "One compute host; without it the whole fleet.", Arity = ArgumentArity.ZeroOrOne };
        Misspelt.RefuseOptions(host);
        var since = new Option<string?>("--since") { Description = "Only what is younger: 30m, 1h, 2d, or a moment such as 2026-03-14T01:59:26Z.", HelpName = "TIME" };
        since.Validators.Add(result =>
        {
            if (result.Tokens is [var only] && !EventQuery.TrySince(only.Value, DateTimeOffset.UtcNow, out _))
                result.AddError($"--since takes {EventQuery.SinceForms}");
        });
        var verdict = new Option<string?>("--verdict") { Description = $"Only this verdict: {string.Join(", ", EventQuery.Verdicts.Keys)}.", HelpName = "VERDICT" };
        Misspelt.RefuseOtherThan(verdict, [.. EventQuery.Verdicts.Keys]);
        var limit = new Option<int>("--limit") { Description = "How many, 1 to 1000; a server gives 500 at most.", DefaultValueFactory = _ => 50, HelpName = "N" };
        limit.Validators.Add(result =>
        {
            if (result.Tokens is [var only] && (!int.TryParse(only.Value, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 1000))
                result.AddError("--limit takes a number from 1 to 1000");
        });
        var command = new Command(
            "events",
            "Print what was decided and done, newest first: when, of which host, the verdict, the alert's name, the reason, and where its sender shows it.")
        {
            host, since, verdict, limit,
        };
        var asking = Asking.For(command);
        HostNamesCompleted.For(host, asking);
        command.SetAction((parsed, cancellationToken) => asking.RunAsync(
            parsed,
            json => json.EventsAnswer,
            async (services, stop) => await FindAsync(services.GetRequiredService<IHostDirectory>(), Filter(parsed.GetValue(host), parsed.GetValue(since), parsed.GetValue(verdict), parsed.GetValue(limit)), stop),
            (api, stop) => api.EventsAsync(parsed.GetValue(host), parsed.GetValue(since), parsed.GetValue(verdict), parsed.GetValue(limit), stop),
            EventsPrinted.Print,
            cancellationToken));
        return command;
    }

    private static EventFilter Filter(string? host, string? since, string? verdict, int limit) => new(limit)
    {
        Host = host,
        Since = EventQuery.TrySince(since, DateTimeOffset.UtcNow, out var from) ? from : null,
        Verdict = EventQuery.TryVerdict(verdict, out var only) ? only : null,
    };

    private static async Task<Answered<EventsAnswer>> FindAsync(IHostDirectory directory, EventFilter filter, CancellationToken cancellationToken)
    {
        var found = await directory.EventsAsync(filter, cancellationToken);
        // A quiet host has none; a misspelt one is told apart from it.
        return found is LedgerResult<IReadOnlyList<LedgerEvent>>.Ok { Value: [] } && filter.Host is { } host
            && await directory.FindAsync(host, cancellationToken) is LedgerResult<HostView?>.Ok { Value: null }
            ? new Answered<EventsAnswer>.Refused(UnknownHost.Sentence(await directory.NearestAsync(host, cancellationToken)))
            : Answered<EventsAnswer>.Of(found, events => new Answered<EventsAnswer>.Ok(EventsAnswer.Of(filter.Host, events)));
    }
}
