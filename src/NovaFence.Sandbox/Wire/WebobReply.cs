using System.Globalization;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace NovaFence.Sandbox.Wire;

/// <summary>
/// What WebOb says where no code of Nova's does: a path that leads nowhere, a Keystone that does not answer. HTML, JSON or plain text, as
/// the client's Accept prefers; HTML for <c>*/*</c>, plain text for a client that sends none.
/// </summary>
internal static class WebobReply
{
    public static Reply Of(ApiRequest request, int status, string title, string explanation, string detail = "")
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out IList<MediaTypeHeaderValue>? accept))
            accept = [];
        double html = Quality(accept, "text/html");
        double json = Quality(accept, "application/json");
        string line = string.Create(CultureInfo.InvariantCulture, $"{status} {title}");
        if (html <= 0 && json <= 0)
            return new(status, Encoding.UTF8.GetBytes($"{line}\n\n{explanation}\n\n {detail}  "), "text/plain; charset=UTF-8");
        return html >= json ? Html(status, line, explanation, detail) : new(status, Json.Object(writer =>
        {
            writer.WriteString("message", $"{explanation}<br /><br />\n{detail}\n\n");
            writer.WriteString("code", line);
            writer.WriteString("title", title);
        }));
    }

    /// <summary>As a proxy in front of Nova puts it, whatever the client accepts.</summary>
    public static Reply Html(int status, string line, string explanation, string detail) => new(
        status,
        Encoding.UTF8.GetBytes(
            $"<html>\n <head>\n  <title>{line}</title>\n </head>\n <body>\n  <h1>{line}</h1>\n"
            + $"  {explanation}<br /><br />\n{detail}\n\n\n </body>\n</html>"),
        "text/html; charset=UTF-8");

    // The range that names the type most closely says how much it is wanted.
    private static double Quality(IList<MediaTypeHeaderValue> accept, string type)
    {
        var offer = new MediaTypeHeaderValue(type);
        return accept.Where(offer.IsSubsetOf)
            .OrderBy(range => range.MatchesAllTypes ? 2 : range.MatchesAllSubTypes ? 1 : 0)
            .Select(range => range.Quality ?? 1)
            .FirstOrDefault();
    }
}
