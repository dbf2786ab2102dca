namespace NovaFence.Sandbox.Servers;

/// <summary>An evacuation as an answer tells it.</summary>
internal sealed record MigrationRecord(
    int Id,
    Guid Uuid,
    Guid Server,
    string Source,
    string? Destination,
    string Status,
    string UserId,
    string ProjectId,
    DateTimeOffset CreatedAt,
    DateTimeOffset? UpdatedAt);
