namespace NovaFence.Http.Options;

/// <summary>How answers are marked. Set by the program that hosts the endpoints, never by configuration.</summary>
public sealed class AnswerOptions
{
    /// <summary>The header every answer of a sandbox carries.</summary>
    public const string SandboxHeader = "NovaFence-Sandbox";

    /// <summary>
    /// True where no real cloud stands behind the endpoints: every answer says so (<c>"sandbox":true</c> and <see cref="SandboxHeader"/>), so
    /// that nobody takes a rehearsal for the real thing. Tokens may then be of any length. Default false.
    /// </summary>
    public bool Sandbox { get; set; }
}
