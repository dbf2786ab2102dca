using NovaFence.Sandbox.Wire;

namespace NovaFence.Sandbox.Identity;

/// <summary>Keystone's ways of saying no.</summary>
internal static class IdentityErrors
{
    private const string Malformed =
        " The server could not comply with the request since it is either malformed or otherwise incorrect. The client is assumed to be in error.";

    /// <param name="identityUrl">Keystone's address, for the header.</param>
    /// <param name="message">Null: the usual one, which tells nothing.</param>
    /// <param name="identity">True where a method said no: then the error has an empty <c>identity</c>.</param>
    public static Reply Unauthorized(string identityUrl, string? message = null, bool identity = false) =>
        Error(401, "Unauthorized", message ?? "The request you have made requires authentication.", identity).With("WWW-Authenticate", $"Keystone uri=\"{identityUrl}/v3\"");

    public static Reply NotFound(string message) => Error(404, "Not Found", message);

    public static Reply Forbidden(string rule) =>
        Error(403, "Forbidden", $"You are not authorized to perform the requested action: {rule}.");

    public static Reply Expecting(string what, string where) => Error(400, "Bad Request", $"Expecting to find {what} in {where}.{Malformed}");

    /// <summary>What its JSON schema says; the real one adds the whole schema to the sentence.</summary>
    public static Reply Invalid(string message) => Error(400, "Bad Request", message);

    public static Reply NoSuchPage() => new(404, """
        <!doctype html>
        <html lang=en>
        <title>404 Not Found</title>
        <h1>Not Found</h1>
        <p>The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.</p>

        """u8.ToArray(), "text/html; charset=utf-8");

    public static Reply MethodNotAllowed(string allow) =>
        new Reply(405, Json.Object(json => json.WriteString("message", "The method is not allowed for the requested URL."))).With("Allow", allow);

    private static Reply Error(int code, string title, string message, bool identity = false) => new(code, Json.Object(json =>
    {
        json.WriteStartObject("error");
        json.WriteNumber("code", code);
        if (identity)
        {
            json.WriteStartObject("identity");
            json.WriteEndObject();
        }

        json.WriteString("message", message);
        json.WriteString("title", title);
        json.WriteEndObject();
    }));
}
