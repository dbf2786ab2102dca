namespace NovaFence.EndToEnd.Tests.Read;

/// <summary>The answer to <c>GET /api/hosts/{host}/events</c>.</summary>
internal sealed record EventsBody(IReadOnlyList<EventsBody.Entry> Events)
{
    internal sealed record Entry(EventRow Event);
}
