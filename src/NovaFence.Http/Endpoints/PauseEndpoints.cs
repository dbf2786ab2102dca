using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NovaFence.Core.Hosts;
using NovaFence.Core.Notify;
using NovaFence.Http.Answers;
using NovaFence.Http.Bodies;
using NovaFence.Http.Receivers;

namespace NovaFence.Http.Endpoints;

/// <summary>Pauses over HTTP: those that hold, one more, one less.</summary>
internal sealed class PauseEndpoints(IPauses pauses, IOutbox outbox, BodyReader bodies, AnswerWriter answers)
{
    private const int MaxBodyBytes = 16 * 1024;

    /// <summary>Through which door it came.</summary>
    private const string By = "api";

    private static readonly TimeSpan BodyWithin = TimeSpan.FromSeconds(10);

    /// <summary>Whose pause ends.</summary>
    public static QueryParameter ResumedHost { get; } = new("host", "The compute host whose pause ends; without it the pause of everything does.");

    /// <summary>Whether a storm ends.</summary>
    public static QueryParameter ResumedStorm { get; } = new("storm", "Whether it is the end of a storm that is told; then without a host.") { IsFlag = true };

    /// <summary>Which receiver of notifications is told again.</summary>
    public static QueryParameter ResumedReceiver { get; } = new("notify", "A receiver of NovaFence:Notify that is told again, from now on; then without a host and without storm.");

    private static readonly IReadOnlyList<string> OfResume = [ResumedHost.Name, ResumedStorm.Name, ResumedReceiver.Name];

    public async Task ShowAsync(HttpContext context) => await AnswerAsync(context, await pauses.ListAsync(context.RequestAborted));

    public async Task PauseAsync(HttpContext context)
    {
        if (MediaType.Refuse(context.Request) is { } refusal)
        {
            await answers.WriteAsync(context, refusal);
            return;
        }

        switch (await bodies.ReadAsync(context.Request, MaxBodyBytes, BodyWithin))
        {
            case BodyReading.Refused refused:
                await answers.WriteAsync(context, refused.Problem);
                break;
            case BodyReading.Whole whole:
                using (whole.Body)
                    await PauseAsync(context, Read(whole.Body.Bytes.Span));
                break;
        }
    }

    public async Task ResumeAsync(HttpContext context)
    {
        // What is misspelt must not stand for what ends the pause of everything.
        if (context.Request.Query.Keys.FirstOrDefault(key => !OfResume.Contains(key, StringComparer.OrdinalIgnoreCase)) is not null)
        {
            await answers.WriteAsync(context, Problem.Unreadable($"Of the query this takes {string.Join(", ", OfResume)}, and nothing else; nothing was resumed."));
            return;
        }

        var given = ResumedHost.Of(context.Request);
        if (given.Count > 1 || (given.Count == 1 && !HostName.IsOne(given[0])))
        {
            await answers.WriteAsync(context, Problem.Unreadable("host is the name of one compute host; leave it out to resume everything that was paused without a host."));
            return;
        }

        var isStorm = false;
        var storm = ResumedStorm.Of(context.Request);
        if (storm.Count > 1 || (storm.Count == 1 && !bool.TryParse(storm[0], out isStorm)))
        {
            await answers.WriteAsync(context, Problem.Unreadable("storm is true or false, once."));
            return;
        }

        if (isStorm && given.Count > 0)
        {
            await answers.WriteAsync(context, Problem.Unreadable("A storm is of all hosts: leave host out, or storm."));
            return;
        }

        var receiver = ResumedReceiver.Of(context.Request);
        if (receiver.Count > 1 || (receiver.Count == 1 && (string.IsNullOrEmpty(receiver[0]) || isStorm || given.Count > 0)))
        {
            await answers.WriteAsync(context, Problem.Unreadable("notify is the name of one receiver of NovaFence:Notify; then leave host and storm out."));
            return;
        }

        if (receiver is [{ } name])
        {
            await AnswerAsync(context, await outbox.ResumeAsync(name, By, CancellationToken.None) is { } why ? new PauseResult.Refused(why) : await pauses.ListAsync(CancellationToken.None));
            return;
        }

        // A command once given is carried out, whether its client stays or not.
        await AnswerAsync(context, await (isStorm ? pauses.ResumeStormAsync(By, CancellationToken.None) : pauses.ResumeAsync(given.Count == 0 ? null : given[0], By, CancellationToken.None)));
    }

    private async Task PauseAsync(HttpContext context, PauseRequest? request)
    {
        var duration = TimeSpan.Zero;
        if (request is null)
            await RefuseAsync(context, """Send {"host":"compute1","for":"2h","reason":"…","drill":false}: each but drill is text, host, for and drill may be left out, and there is nothing else.""");
        else if (request.Host is { } host && !HostName.IsOne(host))
            await RefuseAsync(context, "host is the name of one compute host; leave it out to pause everything.");
        else if (request.For is { } text && !PauseDuration.TryParse(text, out duration))
            await RefuseAsync(context, $"for is {PauseDuration.Forms}; leave it out to pause until somebody resumes.");
        else if (request is { Drill: true, Host: null })
            await RefuseAsync(context, "A drill is of one host: name it.");
        else if (request is { Drill: true, Host: { } drilled })
            await AnswerAsync(context, await pauses.DrillAsync(drilled, request.For is null ? Pause.LongestDrill : duration, request.Reason ?? "", By, CancellationToken.None));
        else
            await AnswerAsync(context, await pauses.PauseAsync(request.Host, request.For is null ? null : duration, request.Reason ?? "", By, CancellationToken.None));
    }

    private static PauseRequest? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(Utf8Bom.Skip(body), RequestsJson.Default.PauseRequest);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private Task RefuseAsync(HttpContext context, string detail) => answers.WriteAsync(context, Problem.Unreadable(detail));

    private Task AnswerAsync(HttpContext context, PauseResult result) => result switch
    {
        PauseResult.Done done => answers.WriteAsync(context, StatusCodes.Status200OK, new PausesAnswer(done.Pauses), AnswersJson.Readable.PausesAnswer),
        PauseResult.Refused refused => answers.WriteAsync(context, Problem.NotDone(refused.Why)),
        PauseResult.Unavailable unavailable => answers.WriteAsync(context, Problem.Unavailable(unavailable.Why)),
        _ => throw new InvalidOperationException("a result of no known kind"),
    };
}
