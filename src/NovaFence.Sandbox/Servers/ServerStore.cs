using NovaFence.Sandbox.Identity;

namespace NovaFence.Sandbox.Servers;

/// <summary>The VMs and the records of their evacuations. A deleted VM takes its records with it, as in Nova's API.</summary>
internal sealed class ServerStore(SandboxOptions options)
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _clock = options.TimeProvider;
    private readonly Dictionary<Guid, Server> _servers = [];
    private readonly List<Migration> _migrations = [];
    private int _lastMigration;

    public ServerRecord Create(string name, User owner, string host, bool failed)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        var server = new Server(name, owner, host, failed, now, now + options.BuildTime);
        lock (_lock)
        {
            _servers[server.Id] = server;
            return Record(server, now);
        }
    }

    public ServerRecord? Find(Guid id)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        lock (_lock)
            return _servers.TryGetValue(id, out Server? server) ? Record(server, now) : null;
    }

    public IReadOnlyList<ServerRecord> List()
    {
        DateTimeOffset now = _clock.GetUtcNow();
        lock (_lock)
            return [.. _servers.Values.OrderByDescending(s => s.CreatedAt).Select(s => Record(s, now))];
    }

    public bool Delete(Guid id)
    {
        lock (_lock)
        {
            _migrations.RemoveAll(m => m.Server == id);
            return _servers.Remove(id);
        }
    }

    /// <param name="id">The VM.</param>
    /// <param name="destination">Null where no host could take it.</param>
    /// <returns>False when the VM is gone or already on its way.</returns>
    public bool Evacuate(Guid id, string? destination)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        lock (_lock)
        {
            if (!_servers.TryGetValue(id, out Server? server) || server.IsRebuilding(now))
                return false;
            var migration = new Migration(++_lastMigration, id, server.HostAt(now), destination, now, options.EvacuationTime);
            _migrations.Add(migration);
            server.Evacuate(migration);
            return true;
        }
    }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<MigrationRecord> Migrations()
    {
        DateTimeOffset now = _clock.GetUtcNow();
        lock (_lock)
            return [.. _migrations.Select(m => Record(m, now)).Reverse()];
    }

    public bool HasDoneEvacuations(string host)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        lock (_lock)
            return _migrations.Exists(m => IsFrom(m, host) && m.StatusAt(now) == "done");
    }

    public bool HasServers(string host)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        lock (_lock)
            return _servers.Values.Any(s => s.HostAt(now).Equals(host, StringComparison.OrdinalIgnoreCase));
    }

    public bool HasMigrationsInProgress(string host)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        lock (_lock)
        {
            return _migrations.Exists(m =>
                m.IsInFlight(now) && (IsFrom(m, host) || string.Equals(m.Destination, host, StringComparison.OrdinalIgnoreCase)));
        }
    }

    /// <summary>What a nova-compute does when it starts: it cleans up what was evacuated from it.</summary>
    public void Complete(string host)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        lock (_lock)
        {
            foreach (Migration migration in _migrations.Where(m => IsFrom(m, host) && m.StatusAt(now) == "done"))
                migration.Complete(now);
        }
    }

    private static bool IsFrom(Migration migration, string host) => migration.Source.Equals(host, StringComparison.OrdinalIgnoreCase);

    private static ServerRecord Record(Server server, DateTimeOffset now)
    {
        bool building = server.IsBuilding(now);
        bool rebuilding = server.IsRebuilding(now);
        string status = server.Failed ? "ERROR" : building ? "BUILD" : rebuilding ? "REBUILD" : "ACTIVE";
        return new(
            server.Id,
            server.Name,
            server.Owner,
            server.HostAt(now),
            status,
            building ? "spawning" : rebuilding ? "rebuilding" : null,
            server.CreatedAt,
            server.ActiveAt < now ? server.ActiveAt : server.CreatedAt);
    }

    private MigrationRecord Record(Migration m, DateTimeOffset now)
    {
        User owner = _servers[m.Server].Owner;
        return new(m.Id, m.Uuid, m.Server, m.Source, m.Destination, m.StatusAt(now), owner.Id, owner.Project.Id, m.CreatedAt, m.UpdatedAt(now));
    }
}
