namespace NovaFence.Http.Endpoints;

/// <summary>The body of <c>PUT /api/pause</c>.</summary>
internal sealed class PauseRequest
{
    /// <summary>The host; null for all.</summary>
    public string? Host { get; init; }

    /// <summary>How long, such as <c>2h</c>; null until somebody resumes.</summary>
    public string? For { get; init; }

    public string? Reason { get; init; }

    /// <summary>Whether it is a drill: of a host, for 15 minutes at most and where no time is given.</summary>
    public bool Drill { get; init; }
}
