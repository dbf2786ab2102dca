using System.Diagnostics;

namespace NovaFence.Http.Access;

/// <summary>
/// Begins a trace of its own for each request: the framework would take a stranger's <c>traceparent</c>, <c>tracestate</c> and <c>baggage</c> for true and send
/// them on to Nova. Of a sender that has proved who it is the receiver takes the trace over itself.
/// </summary>
internal sealed class NoParents : DistributedContextPropagator
{
    public override IReadOnlyCollection<string> Fields => [];

    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter)
    {
        // It is asked about requests that come in only.
    }

    public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState) =>
        (traceId, traceState) = (null, null);

    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) => null;
}
