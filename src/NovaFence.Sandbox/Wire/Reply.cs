using System.Text;

namespace NovaFence.Sandbox.Wire;

/// <summary>An answer, before a web server frames it.</summary>
internal sealed class Reply
{
    private readonly List<KeyValuePair<string, string>> _headers = [];

    public Reply(int status, byte[]? body = null, string? contentType = "application/json")
    {
        Status = status;
        Body = body ?? [];
        ContentType = contentType;
    }

    public int Status { get; }

    public byte[] Body { get; }

    public string? ContentType { get; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers => _headers;

    /// <summary>The microversion Nova answered with, for the request log; null where it answered none.</summary>
    public string? Microversion { get; private set; }

    public Reply With(string name, string value)
    {
        _headers.Add(new(name, value));
        return this;
    }

    public Reply WithMicroversion(string version)
    {
        Microversion = version;
        return With("OpenStack-API-Version", "compute " + version)
            .With("X-OpenStack-Nova-API-Version", version)
            .With("Vary", "OpenStack-API-Version")
            .With("Vary", "X-OpenStack-Nova-API-Version");
    }

    public static Reply Html(int status, string title, string text, string detail = "") =>
        new(status, Encoding.UTF8.GetBytes($"""
            <html>
             <head>
              <title>{status} {title}</title>
             </head>
             <body>
              <h1>{status} {title}</h1>
              {text}<br /><br />
            {detail}


             </body>
            </html>
            """), "text/html; charset=UTF-8");
}
