namespace NovaFence.Sandbox;

/// <summary>What reached the sandbox, newest last. It remembers the last 10,000 requests and counts all of them.</summary>
public sealed class RequestLog
{
    private const int Capacity = 10_000;
    private readonly Lock _lock = new();
    private readonly Queue<RecordedRequest> _requests = new();
    private long _count;

    /// <summary>How many requests there were, remembered or not.</summary>
    public long Count
    {
        get
        {
            lock (_lock)
                return _count;
        }
    }

    /// <summary>How many times somebody asked Keystone for a token and was answered, whatever the answer.</summary>
    public int TokenRequests =>
        Snapshot().Count(r => r is { Service: SandboxService.Keystone, Method: "POST" } && IsPath(r, "/identity/v3/auth/tokens"));

    /// <summary>Every PUT to Nova's os-services, which is to say every force-down and every unset.</summary>
    public IReadOnlyList<RecordedRequest> ServicePuts =>
        [.. Snapshot().Where(r => r is { Service: SandboxService.Nova, Method: "PUT" } && IsServicePath(r.Path))];

    /// <summary>The requests that are remembered, as they are now.</summary>
    public IReadOnlyList<RecordedRequest> Snapshot()
    {
        lock (_lock)
            return [.. _requests];
    }

    /// <summary>Forgets everything, and counts from zero.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _requests.Clear();
            _count = 0;
        }
    }

    internal void Add(RecordedRequest request)
    {
        lock (_lock)
        {
            _count++;
            if (_requests.Count == Capacity)
                _requests.Dequeue();
            _requests.Enqueue(request);
        }
    }

    private static bool IsServicePath(string path) => path.Contains("/os-services/", StringComparison.Ordinal);

    private static bool IsPath(RecordedRequest request, string path) =>
        request.Path.Equals(path, StringComparison.Ordinal) || request.Path.StartsWith(path + "?", StringComparison.Ordinal);
}
