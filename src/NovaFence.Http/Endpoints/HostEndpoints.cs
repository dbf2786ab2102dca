using Microsoft.AspNetCore.Http;
using NovaFence.Core.Hosts;
using NovaFence.Core.Ledger;
using NovaFence.Http.Answers;

namespace NovaFence.Http.Endpoints;

/// <summary>What is known of the hosts.</summary>
internal sealed class HostEndpoints(IHostDirectory directory, RequestedWork work, AnswerWriter answers, TimeProvider clock) : IDisposable
{
    /// <summary>From so many hosts on a list of all of them is made for one at a time: that of 140,000 takes some 60 MB until it has been read.</summary>
    internal const int LargeFleet = 5000;

    /// <summary>So long the list of a large fleet is waited for that somebody else is given.</summary>
    private static readonly TimeSpan LargeWait = TimeSpan.FromSeconds(5);

    /// <summary>So long the list of a large fleet may take to be read.</summary>
    private static readonly TimeSpan LargeRead = TimeSpan.FromSeconds(30);

    /// <summary>How many events, unless told otherwise.</summary>
    public const int DefaultLimit = 50;

    // One until it is known how many there are.
    private readonly SemaphoreSlim _large = new(1, 1);
    private volatile int _hosts = LargeFleet;

    public void Dispose() => _large.Dispose();

    public async Task ListAsync(HttpContext context)
    {
        if (!HostFilter.TryRead(HostFilter.Parameter.Of(context.Request), out var filter, out var problem))
        {
            await answers.WriteAsync(context, problem);
            return;
        }

        await work.DoAsync(RequestedWork.WithinQuestion);
        var isLarge = _hosts >= LargeFleet;
        if (isLarge && !await _large.WaitAsync(LargeWait, context.RequestAborted))
        {
            await answers.WriteAsync(context, Problem.Unavailable("The list of all hosts is long, and is being read by somebody else; ask again, or for one host (/api/hosts/HOST)."));
            return;
        }

        try
        {
            await ListAsync(context, filter);
        }
        finally
        {
            if (isLarge)
                _large.Release();
        }
    }

    private async Task ListAsync(HttpContext context, Func<HostView, bool> filter)
    {
        switch (await directory.ListAsync(context.RequestAborted))
        {
            case LedgerResult<IReadOnlyList<HostView>>.Ok hosts:
                _hosts = hosts.Value.Count;
                var answer = new HostsAnswer([.. hosts.Value.Where(filter)]) { NovaFailure = directory.NovaFailure };
                if (answer.Hosts.Count < LargeFleet)
                {
                    await answers.WriteAsync(context, StatusCodes.Status200OK, answer, AnswersJson.Readable.HostsAnswer);
                    break;
                }

                using (var limit = new CancellationTokenSource(LargeRead, clock))
                using (var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, context.RequestAborted))
                    await answers.WriteLargeAsync(context, answer, AnswersJson.Readable.HostsAnswer, either.Token);
                break;
            case LedgerResult<IReadOnlyList<HostView>>.Unavailable unavailable:
                await answers.WriteAsync(context, Problem.Unavailable(unavailable.Why));
                break;
        }
    }

    public async Task ShowAsync(HttpContext context)
    {
        if (HostName.Of(context) is not { } name)
        {
            await answers.WriteAsync(context, Problem.UnknownHost());
            return;
        }

        await work.DoAsync(RequestedWork.WithinQuestion);
        switch (await directory.FindAsync(name, context.RequestAborted))
        {
            case LedgerResult<HostView?>.Ok { Value: { } host }:
                await answers.WriteAsync(context, StatusCodes.Status200OK, host, AnswersJson.Readable.HostView);
                break;
            case LedgerResult<HostView?>.Unavailable unavailable:
                await answers.WriteAsync(context, Problem.Unavailable(unavailable.Why));
                break;
            default:
                await UnknownAsync(context, name);
                break;
        }
    }

    /// <summary>Of the whole fleet, or of <c>?host=</c>.</summary>
    public async Task FleetEventsAsync(HttpContext context)
    {
        if (!EventQuery.TryRead(context.Request, DefaultLimit, clock.GetUtcNow(), out var filter, out var problem))
        {
            await answers.WriteAsync(context, problem);
            return;
        }

        await work.DoAsync(RequestedWork.WithinQuestion);
        await AnswerAsync(context, filter.Host, await directory.EventsAsync(filter, context.RequestAborted));
    }

    public async Task EventsAsync(HttpContext context)
    {
        if (!Limit.TryRead(context.Request, DefaultLimit, out var limit))
        {
            await answers.WriteAsync(context, Limit.Unreadable());
            return;
        }

        if (HostName.Of(context) is not { } name)
        {
            await answers.WriteAsync(context, Problem.UnknownHost());
            return;
        }

        await work.DoAsync(RequestedWork.WithinQuestion);
        await AnswerAsync(context, name, await directory.EventsAsync(name, limit, context.RequestAborted));
    }

    /// <summary>A quiet host has an empty list; a misspelt one is told apart from it.</summary>
    private async Task AnswerAsync(HttpContext context, string? host, LedgerResult<IReadOnlyList<LedgerEvent>> read)
    {
        switch (read)
        {
            case LedgerResult<IReadOnlyList<LedgerEvent>>.Ok { Value: [] } when host is not null && await directory.FindAsync(host, context.RequestAborted) is LedgerResult<HostView?>.Ok { Value: null }:
                await UnknownAsync(context, host);
                break;
            case LedgerResult<IReadOnlyList<LedgerEvent>>.Ok events:
                await answers.WriteAsync(context, StatusCodes.Status200OK, EventsAnswer.Of(host, events.Value), AnswersJson.Readable.EventsAnswer);
                break;
            case LedgerResult<IReadOnlyList<LedgerEvent>>.Unavailable unavailable:
                await answers.WriteAsync(context, Problem.Unavailable(unavailable.Why));
                break;
        }
    }

    private async Task UnknownAsync(HttpContext context, string name) =>
        await answers.WriteAsync(context, Problem.UnknownHost(UnknownHost.Sentence(await directory.NearestAsync(name, context.RequestAborted))));
}
