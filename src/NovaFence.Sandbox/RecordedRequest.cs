namespace NovaFence.Sandbox;

/// <summary>One request that reached the sandbox, and what it was answered. No header and no body: they may hold secrets.</summary>
/// <param name="Service">Who answered.</param>
/// <param name="Method">Upper case.</param>
/// <param name="Path">Path and query as the client sent them.</param>
/// <param name="Microversion">The microversion Nova answered with; null where it answered none.</param>
/// <param name="Status">The HTTP status; 0 when the connection was dropped instead.</param>
/// <param name="At">When the answer was ready.</param>
public sealed record RecordedRequest(SandboxService Service, string Method, string Path, string? Microversion, int Status, DateTimeOffset At);
