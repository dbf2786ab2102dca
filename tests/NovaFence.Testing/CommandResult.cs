namespace NovaFence.Testing;

/// <summary>How a program ended, and all that it said.</summary>
internal sealed record CommandResult(int ExitCode, string Output);
