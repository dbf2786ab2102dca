namespace NovaFence.Sandbox.Identity;

internal sealed record Project(string Id, string Name);
