namespace NovaFence.Sandbox.Identity;

/// <summary>What Nova learns about a token. <see cref="Unavailable"/>: Keystone does not answer, and Nova gives up after a few tries.</summary>
internal sealed record Validation(Token? Token, bool Unavailable = false);
