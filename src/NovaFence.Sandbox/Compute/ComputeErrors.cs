using NovaFence.Sandbox.Wire;

namespace NovaFence.Sandbox.Compute;

/// <summary>Nova's ways of saying no: the name of the object depends on the status.</summary>
internal static class ComputeErrors
{
    public static Reply BadRequest(string message) => Fault(400, message);

    public static Reply NotFound(string message) => Fault(404, message);

    public static Reply Conflict(string message) => Fault(409, message);

    public static Reply NotAcceptable(Microversion asked, Microversion max) =>
        Fault(406, $"Version {asked} is not supported by the API. Minimum is {Microversion.Min} and maximum is {max}.");

    public static Reply Policy(string rule) => Fault(403, $"Policy doesn't allow {rule} to be performed.");

    public static Reply Fault(int code, string message) => new(code, Json.Object(json =>
    {
        json.WriteStartObject(code switch
        {
            400 => "badRequest",
            403 => "forbidden",
            404 => "itemNotFound",
            405 => "badMethod",
            409 => "conflictingRequest",
            413 => "overLimit",
            415 => "badMediaType",
            501 => "notImplemented",
            503 => "serviceUnavailable",
            _ => "computeFault",
        });
        json.WriteNumber("code", code);
        json.WriteString("message", message);
        json.WriteEndObject();
    }), "application/json; charset=UTF-8");

    public static Reply Unauthorized(string identityUrl) => new Reply(401, Json.Object(json =>
    {
        json.WriteStartObject("error");
        json.WriteNumber("code", 401);
        json.WriteString("title", "Unauthorized");
        json.WriteString("message", "The request you have made requires authentication.");
        json.WriteEndObject();
    })).With("WWW-Authenticate", $"Keystone uri=\"{identityUrl}\"");

    /// <summary>What every request gets that Nova has understood and cannot look up.</summary>
    public static Reply DatabaseDown() => Fault(
        500,
        "Unexpected API Error. Please report this at http://bugs.launchpad.net/nova/ and attach the Nova API log if possible.\n"
        + "<class 'oslo_db.exception.DBConnectionError'>");

    /// <summary>What a token that Nova has not seen gets while Keystone does not answer.</summary>
    public static Reply KeystoneUnavailable(ApiRequest request) => WebobReply.Of(
        request,
        503,
        "Service Unavailable",
        "The server is currently unavailable. Please try again at a later time.",
        "The Keystone service is temporarily unavailable.");

    public static Reply NoSuchPage(ApiRequest request) => WebobReply.Of(request, 404, "Not Found", "The resource could not be found.");
}
