namespace NovaFence.Sandbox.Compute;

/// <summary>A row of Nova's <c>services</c> table. Its fleet's lock guards it.</summary>
internal sealed class ServiceRow(int id, string binary, string host, Heartbeat heartbeat, DateTimeOffset created)
{
    public int Id { get; } = id;

    public Guid Uuid { get; } = Guid.NewGuid();

    public string Binary { get; } = binary;

    public string Host { get; } = host;

    public string Zone => IsCompute ? "nova" : "internal";

    public bool IsCompute => Binary == Fleet.NovaCompute;

    public Heartbeat Heartbeat { get; } = heartbeat;

    public bool Disabled { get; set; }

    public string? DisabledReason { get; set; }

    public bool ForcedDown { get; set; }

    /// <summary>False while nobody has run <c>discover_hosts</c>: by name such a host is not found, by UUID it is.</summary>
    public bool Mapped { get; set; } = true;

    public bool CellDown { get; set; }

    /// <summary>When a PUT last changed something, in whole seconds as the database keeps it.</summary>
    public DateTimeOffset WrittenAt { get; set; } = created;
}
