namespace NovaFence.Sandbox.Compute;

/// <summary>One service as an answer tells it. <see cref="Unknown"/> is a row of a cell that cannot be asked.</summary>
internal sealed record ServiceRecord(
    string Binary,
    string Host,
    int Id,
    Guid Uuid,
    string Zone,
    bool Disabled,
    bool Up,
    DateTimeOffset UpdatedAt,
    string? DisabledReason,
    bool ForcedDown,
    bool Unknown);
