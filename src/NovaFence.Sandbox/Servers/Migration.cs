namespace NovaFence.Sandbox.Servers;

/// <summary>
/// An evacuation's record: <c>accepted</c>, <c>pre-migrating</c>, <c>done</c>, and <c>completed</c> once the nova-compute it left has been
/// started again. <c>error</c> where no host could take the VM.
/// </summary>
internal sealed class Migration(int id, Guid server, string source, string? destination, DateTimeOffset createdAt, TimeSpan duration)
{
    public int Id { get; } = id;

    public Guid Uuid { get; } = Guid.NewGuid();

    public Guid Server { get; } = server;

    public string Source { get; } = source;

    public string? Destination { get; } = destination;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public DateTimeOffset? CompletedAt { get; private set; }

    public string StatusAt(DateTimeOffset now) => this switch
    {
        { Destination: null } => "error",
        { CompletedAt: not null } => "completed",
        _ when now >= CreatedAt + duration => "done",
        _ when now >= CreatedAt + (duration / 2) => "pre-migrating",
        _ => "accepted",
    };

    public DateTimeOffset? UpdatedAt(DateTimeOffset now) => CompletedAt ?? StatusAt(now) switch
    {
        "done" => CreatedAt + duration,
        "pre-migrating" => CreatedAt + (duration / 2),
        "error" => CreatedAt,
        _ => null,
    };

    public bool IsDone(DateTimeOffset now) => StatusAt(now) is "done" or "completed";

    public bool IsInFlight(DateTimeOffset now) => StatusAt(now) is "accepted" or "pre-migrating";

    public void Complete(DateTimeOffset now) => CompletedAt ??= now;
}
