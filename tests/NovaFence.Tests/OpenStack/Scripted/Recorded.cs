namespace NovaFence.OpenStack.Tests.Scripted;

/// <summary>A request as it arrived.</summary>
internal sealed record Recorded(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body);
