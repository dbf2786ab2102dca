using System.ComponentModel.DataAnnotations;

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

    /// <summary>Fewest characters of a token that opens the page: whoever has a browser may try.</summary>
    public const int LeastPageToken = 32;

    /// <summary>
    /// For how long somebody who signed in to the page stays so; it ends before where the token is removed. 5 min to 24 h; default 8 h. Only a token of 32 or more
    /// characters opens the page.
    /// </summary>
    [Range(typeof(TimeSpan), "00:05:00", "1.00:00:00")]
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(8);

    /// <summary>
    /// Bearer tokens that may read <c>GET /metrics</c> of a server and nothing else, each of 8 or more such characters; those of readers and operators may too. None: without
    /// a token this machine itself may, as long as no proxy says that it asks for somebody else.
    /// </summary>
    public IList<string> MetricsTokens { get; } = [];
}
