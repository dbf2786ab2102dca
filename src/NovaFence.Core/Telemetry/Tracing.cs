using System.Diagnostics;

namespace NovaFence.Core.Telemetry;

/// <summary>
/// The spans of what is done about one alert: <c>received</c>, and in it <c>decided</c>, <c>looked</c>, <c>intent</c>, <c>PUT</c> and <c>outcome</c>. There is a
/// trace for everything that asks Nova, whether anybody listens or not: Nova's log has its id.
/// </summary>
public static class Tracing
{
    /// <summary>The name of the one source of spans.</summary>
    public const string SourceName = "NovaFence";

    /// <summary>
    /// Most characters of a <c>tracestate</c> that are passed on (https://www.w3.org/TR/trace-context/#tracestate-limits). It goes to Nova with every request, and
    /// a uwsgi takes 4 KiB of headers by default and answers nothing where there are more.
    /// </summary>
    private const int MostTraceState = 512;

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Begins what came from outside, with its own parent; null only where that is the parent already.</summary>
    /// <param name="name">What begins: <c>received</c>, <c>command</c>, <c>audit</c> or <c>due</c>.</param>
    /// <param name="traceParent">The sender's <c>traceparent</c>, once the sender has proved who it is; null for none.</param>
    /// <param name="traceState">The <c>tracestate</c> that came with it.</param>
    public static Activity? Begin(string name, string? traceParent = null, string? traceState = null)
    {
        var kind = traceParent is null ? ActivityKind.Internal : ActivityKind.Server;
        if (traceParent is null || !ActivityContext.TryParse(traceParent, traceState is { Length: > MostTraceState } ? null : traceState, isRemote: true, out var parent))
        {
            // The framework begins one for its log, which nobody records: what came after it would not be recorded either.
            if (Source.HasListeners() && Activity.Current is { Source.Name.Length: 0, Recorded: false })
                Activity.Current = null;
            return Source.StartActivity(name, kind) ?? (Activity.Current is null ? new Activity(name).SetIdFormat(ActivityIdFormat.W3C).Start() : null);
        }

        if (Source.StartActivity(name, kind, parent) is { } listened)
            return listened;
        // Of no use to anybody here, but to whoever reads Nova's log beside the sender's.
        return new Activity(name).SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags).Start();
    }

    /// <summary>Begins a step of it; null where nobody listens.</summary>
    internal static Activity? Step(string name, string host) => Source.StartActivity(name)?.SetTag("novafence.host", host);

    /// <summary>Begins a step on behalf of another flow: what is written together with others' is decided on the flow of whoever was first.</summary>
    internal static Activity? Step(string name, string host, ActivityContext parent) => Source.StartActivity(name, ActivityKind.Internal, parent)?.SetTag("novafence.host", host);

    /// <summary>The id of the running trace, for a line of the log; empty where there is none.</summary>
    internal static string TraceId => Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.TraceId.ToHexString() : "";
}
