using NovaFence.Core.Hosts;
using NovaFence.Http.Answers;
using NovaFence.Http.Endpoints;
using NovaFence.Server.Remote;

namespace NovaFence.Server.Commands;

/// <summary>Where a drill is held: on cloud and ledger, or on a server.</summary>
internal interface IDrillSide
{
    Task<Answered<PausesAnswer>> BeginAsync(string host, TimeSpan duration, string reason, CancellationToken cancellationToken);

    /// <summary>The pauses that hold now.</summary>
    Task<Answered<PausesAnswer>> PausesAsync();

    Task<Answered<PausesAnswer>> EndAsync(string host);

    /// <summary>What happened since, of every host: an alert may name another than it should.</summary>
    Task<Answered<EventsAnswer>> EventsAsync(DateTimeOffset since, CancellationToken cancellationToken);
}

/// <summary>On cloud and ledger.</summary>
internal sealed class DirectDrill(IPauses pauses, IHostDirectory directory) : IDrillSide
{
    public async Task<Answered<PausesAnswer>> BeginAsync(string host, TimeSpan duration, string reason, CancellationToken cancellationToken) =>
        PausesAnswered.Of(await pauses.DrillAsync(host, duration, reason, Operator.Name, cancellationToken));

    public async Task<Answered<PausesAnswer>> PausesAsync() => PausesAnswered.Of(await pauses.ListAsync(CancellationToken.None));

    public async Task<Answered<PausesAnswer>> EndAsync(string host) => PausesAnswered.Of(await pauses.ResumeAsync(host, Operator.Name, CancellationToken.None));

    public async Task<Answered<EventsAnswer>> EventsAsync(DateTimeOffset since, CancellationToken cancellationToken) => Answered<EventsAnswer>.Of(
        await directory.EventsAsync(new EventFilter(DrillCommand.Events) { Since = since, OfRecordsOnly = true }, cancellationToken),
        events => new Answered<EventsAnswer>.Ok(EventsAnswer.Of(null, events)));
}

/// <summary>On a server.</summary>
internal sealed class ServerDrill(ServerClient client) : IDrillSide
{
    public Task<Answered<PausesAnswer>> BeginAsync(string host, TimeSpan duration, string reason, CancellationToken cancellationToken)
    {
        var body = new PauseRequest { Host = host, For = FormattableString.Invariant($"{(int)Math.Ceiling(duration.TotalSeconds)}s"), Reason = reason, Drill = true };
        return client.AskAsync((api, stop) => api.PauseAsync(ServerClient.Body(body, RequestsJson.Default.PauseRequest), stop), AnswersJson.Strict.PausesAnswer, ServerClient.Usual, cancellationToken);
    }

    public Task<Answered<PausesAnswer>> PausesAsync() =>
        client.AskAsync((api, stop) => api.PausesAsync(stop), AnswersJson.Strict.PausesAnswer, ServerClient.Usual, CancellationToken.None);

    public Task<Answered<PausesAnswer>> EndAsync(string host) =>
        client.AskAsync((api, stop) => api.ResumeAsync(host, null, null, stop), AnswersJson.Strict.PausesAnswer, ServerClient.Usual, CancellationToken.None);

    public Task<Answered<EventsAnswer>> EventsAsync(DateTimeOffset since, CancellationToken cancellationToken) => client.AskAsync(
        (api, stop) => api.EventsAsync(null, since.UtcDateTime.ToString("O"), null, DrillCommand.Events, stop), AnswersJson.Strict.EventsAnswer, ServerClient.Usual, cancellationToken);
}
