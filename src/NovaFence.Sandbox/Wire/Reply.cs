namespace NovaFence.Sandbox.Wire;

/// <summary>An answer, before a web server frames it.</summary>
internal sealed class Reply(int status, byte[]? body = null, string? contentType = "application/json")
{
    private readonly List<KeyValuePair<string, string>> _headers = [];

    public int Status { get; } = status;

    public byte[] Body { get; } = body ?? [];

    public string? ContentType { get; } = contentType;

    public IReadOnlyList<KeyValuePair<string, string>> Headers => _headers;

    /// <summary>The microversion Nova answered with; null where it answered none.</summary>
    public string? Microversion { get; private set; }

    public string? RequestId { get; private set; }

    public AppliedChange? Applied { get; private set; }

    /// <summary>The end of the connection instead of an answer.</summary>
    public static Reply Cut { get; } = new(0);

    public Reply With(string name, string value)
    {
        _headers.Add(new(name, value));
        return this;
    }

    public Reply WithMicroversion(string version)
    {
        Microversion = version;
        return With("OpenStack-API-Version", "compute " + version)
            .With("X-OpenStack-Nova-API-Version", version)
            .With("Vary", "OpenStack-API-Version")
            .With("Vary", "X-OpenStack-Nova-API-Version");
    }

    public Reply WithRequestId(bool compute)
    {
        RequestId = "req-" + Guid.NewGuid();
        With("x-openstack-request-id", RequestId);
        return compute ? With("x-compute-request-id", RequestId) : this;
    }

    /// <summary>The same thing done, and nothing said of it.</summary>
    public Reply Lost() => new(0) { Applied = Applied, Microversion = Microversion, RequestId = RequestId };

    public Reply After(AppliedChange change)
    {
        Applied = change;
        return this;
    }
}
