using NovaFence.Sandbox.Identity;

namespace NovaFence.Sandbox.Servers;

/// <summary>A VM. Its owner's lock guards it; where it is and what it does at a moment follows from the clock.</summary>
internal sealed class Server(string name, User owner, string host, bool failed, DateTimeOffset createdAt, DateTimeOffset activeAt)
{
    private readonly List<Migration> _evacuations = [];

    public Guid Id { get; } = Guid.NewGuid();

    public string Name { get; } = name;

    public User Owner { get; } = owner;

    /// <summary>True where the scheduler found no host to build it on.</summary>
    public bool Failed { get; } = failed;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public DateTimeOffset ActiveAt { get; } = activeAt;

    public void Evacuate(Migration migration) => _evacuations.Add(migration);

    public string HostAt(DateTimeOffset now) => _evacuations.FindLast(m => m.IsDone(now))?.Destination ?? host;

    public bool IsBuilding(DateTimeOffset now) => !Failed && now < ActiveAt;

    public bool IsRebuilding(DateTimeOffset now) => _evacuations.Exists(m => m.IsInFlight(now));
}
