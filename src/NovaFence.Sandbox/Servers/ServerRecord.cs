using NovaFence.Sandbox.Identity;

namespace NovaFence.Sandbox.Servers;

/// <summary>A VM as an answer tells it.</summary>
internal sealed record ServerRecord(
    Guid Id,
    string Name,
    User Owner,
    string Host,
    string Status,
    string? TaskState,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);
