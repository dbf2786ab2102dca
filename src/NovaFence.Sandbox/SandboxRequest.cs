namespace NovaFence.Sandbox;

/// <summary>A request that has just arrived.</summary>
/// <param name="Service">Whom it is for.</param>
/// <param name="Method">Upper case.</param>
/// <param name="Path">Path and query as the client sent them.</param>
public sealed record SandboxRequest(SandboxService Service, string Method, string Path);
