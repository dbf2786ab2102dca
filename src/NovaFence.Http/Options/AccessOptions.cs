namespace NovaFence.Http.Options;

/// <summary><c>NovaFence:Access</c>: who may look, and who may command. Nothing is open by default.</summary>
public sealed class AccessOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "NovaFence:Access";

    /// <summary>
    /// Bearer tokens that may do everything, several for rotation; each of 8 or more printable ASCII characters without spaces, and better of 32. None: no command
    /// is taken over HTTP.
    /// </summary>
    public IList<string> OperatorTokens { get; } = [];

    /// <summary>
    /// Bearer tokens that may read (every <c>GET</c>, and <c>POST /api/explain</c>), each of 8 or more such characters. None: only operators read; no operator tokens either: nobody does.
    /// </summary>
    public IList<string> ReaderTokens { get; } = [];

    /// <summary>
    /// Bearer tokens that may read <c>GET /metrics</c> of a server and nothing else, each of 8 or more such characters; those of readers and operators may too. None: without
    /// a token this machine itself may, as long as no proxy says that it asks for somebody else.
    /// </summary>
    public IList<string> MetricsTokens { get; } = [];
}
