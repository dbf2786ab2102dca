namespace NovaFence.Http.Answers;

/// <summary>The answer to <c>GET /api/hosts/{host}/events</c>, newest first.</summary>
internal sealed record EventsAnswer(string Host, IReadOnlyList<EventAnswer> Events);
