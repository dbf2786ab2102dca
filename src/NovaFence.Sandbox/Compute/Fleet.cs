using NovaFence.Sandbox.Wire;

namespace NovaFence.Sandbox.Compute;

/// <summary>Nova's services and their state.</summary>
internal sealed class Fleet
{
    public const string NovaCompute = "nova-compute";

    /// <summary>Whoever is told of a crash believes it sooner when the last report is not of this very moment.</summary>
    private static readonly TimeSpan AgedByACrash = TimeSpan.FromSeconds(20);

    private readonly Lock _lock = new();
    private readonly List<ServiceRow> _rows = [];
    private readonly TimeProvider _clock;
    private readonly TimeSpan _interval;
    private readonly TimeSpan _downTime;
    private int _lastId;

    public Fleet(SandboxOptions options)
    {
        _clock = options.TimeProvider;
        _interval = options.ReportInterval;
        _downTime = options.ServiceDownTime;
        Add("nova-conductor", "controller");
        Add("nova-scheduler", "controller");
        foreach (string host in options.Hosts)
            Add(NovaCompute, host);
    }

    public IReadOnlyList<string> ComputeHosts
    {
        get
        {
            lock (_lock)
                return [.. _rows.Where(r => r.IsCompute).Select(r => r.Host)];
        }
    }

    /// <summary>Everything, oldest first. Nova promises no order.</summary>
    public IReadOnlyList<ServiceRecord> List()
    {
        DateTimeOffset now = _clock.GetUtcNow();
        lock (_lock)
            return [.. _rows.Select(r => Record(r, now))];
    }

    /// <summary>A nova-compute by the host's name, case-insensitively as MariaDB compares.</summary>
    public ServiceRecord? FindCompute(string host)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        lock (_lock)
            return Compute(host) is { } row ? Record(row, now) : null;
    }

    public ServiceRecord? Find(Guid uuid) => Find(r => r.Uuid == uuid);

    public ServiceRecord? Find(int id) => Find(r => r.Id == id);

    /// <summary>True when a PUT by name finds the host: it has a nova-compute, and a cell that knows it.</summary>
    public bool IsMapped(string host)
    {
        lock (_lock)
            return Compute(host) is { Mapped: true };
    }

    /// <returns>The service as the object in Nova's memory has it afterwards; null when it has gone meanwhile.</returns>
    public ServiceRecord? Change(Guid uuid, ServiceChange change)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        lock (_lock)
        {
            if (_rows.Find(r => r.Uuid == uuid) is not { } row)
                return null;
            bool changed = Apply(row, change);
            if (!changed)
                return Record(row, now);
            // The database keeps whole seconds; only the reply to the PUT that wrote it tells more.
            row.WrittenAt = Times.Seconds(now);
            return Record(row, now) with { UpdatedAt = now };
        }
    }

    public void Add(string binary, string host, bool mapped = true)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        lock (_lock)
        {
            if (binary == NovaCompute && Compute(host) is not null)
                throw new ArgumentException($"There is a host {host} already.", nameof(host));
            _rows.Add(new(++_lastId, binary, host, new(_interval, now), Times.Seconds(now)) { Mapped = mapped });
        }
    }

    public bool Remove(Guid uuid)
    {
        lock (_lock)
            return _rows.RemoveAll(r => r.Uuid == uuid) > 0;
    }

    public SandboxHost? FindHost(string host)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        lock (_lock)
            return Compute(host) is { } row ? Host(row, now) : null;
    }

    /// <summary>Whether a host has power, and since when; null when there is none.</summary>
    public (PowerState State, DateTimeOffset Since)? PowerOf(string host)
    {
        lock (_lock)
            return Compute(host) is { } row ? (row.Power, row.PowerSince) : null;
    }

    public void Stop(string host) => Edit(host, static (row, now) => row.Heartbeat.Stop(now));

    /// <returns>False when it runs already.</returns>
    /// <exception cref="InvalidOperationException">It is off.</exception>
    public bool Start(string host) => Edit(host, static (row, now) => row.Power == PowerState.On
        ? row.Heartbeat.Start(now)
        : throw new InvalidOperationException($"{row.Host} is off, and nothing can be started there: boot it."));

    public SandboxHost Crash(string host) => Edit(host, static (row, now) =>
    {
        row.Crash(now, AgedByACrash);
        return Host(row, now);
    });

    /// <summary>As <see cref="Crash"/>, and its power stays on.</summary>
    public SandboxHost Hang(string host) => Edit(host, static (row, now) =>
    {
        row.Hang(now, AgedByACrash);
        return Host(row, now);
    });

    /// <summary>As <see cref="Crash"/>, and what stands in its row is not aged.</summary>
    public SandboxHost PowerOff(string host) => Edit(host, static (row, now) =>
    {
        row.Crash(now, TimeSpan.Zero);
        return Host(row, now);
    });

    /// <param name="host">The host.</param>
    /// <param name="started">False when it reported already.</param>
    public SandboxHost Boot(string host, out bool started)
    {
        (SandboxHost booted, started) = Edit(host, static (row, now) =>
        {
            bool started = row.Boot(now);
            return (Host(row, now), started);
        });
        return booted;
    }

    public void SetCellDown(string host, bool down) => Edit(host, (row, _) => row.CellDown = down);

    private static bool Apply(ServiceRow row, ServiceChange change)
    {
        (bool, bool, string?) before = (row.ForcedDown, row.Disabled, row.DisabledReason);
        row.ForcedDown = change.ForcedDown ?? row.ForcedDown;
        if (change.Disabled is { } disabled)
        {
            row.Disabled = disabled;
            row.DisabledReason = disabled ? change.DisabledReason : null;
        }

        return before != (row.ForcedDown, row.Disabled, row.DisabledReason);
    }

    private ServiceRecord? Find(Predicate<ServiceRow> match)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        lock (_lock)
            return _rows.Find(match) is { } row ? Record(row, now) : null;
    }

    private void Edit(string host, Action<ServiceRow, DateTimeOffset> edit) => Edit(host, (row, now) =>
    {
        edit(row, now);
        return row;
    });

    private T Edit<T>(string host, Func<ServiceRow, DateTimeOffset, T> edit)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        lock (_lock)
            return edit(Compute(host) ?? throw new ArgumentException($"There is no host {host}.", nameof(host)), now);
    }

    private static SandboxHost Host(ServiceRow row, DateTimeOffset now) => new(row.Host, row.Power, row.Heartbeat.Beats, row.LastSeenUp(now));

    private ServiceRow? Compute(string host) => _rows.Find(r => r.IsCompute && r.Host.Equals(host, StringComparison.OrdinalIgnoreCase));

    private ServiceRecord Record(ServiceRow row, DateTimeOffset now)
    {
        bool up = !row.ForcedDown && now - row.LastSeenUp(now) <= _downTime;
        return new(row.Binary, row.Host, row.Id, row.Uuid, row.Zone, row.Disabled, up, row.UpdatedAt(now), row.DisabledReason, row.ForcedDown, row.CellDown);
    }
}
