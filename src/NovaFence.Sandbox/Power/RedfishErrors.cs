using NovaFence.Sandbox.Wire;

namespace NovaFence.Sandbox.Power;

/// <summary>Redfish's way to say no: https://redfish.dmtf.org/schemas/DSP0266_1.20.1.html, "Error responses".</summary>
internal static class RedfishErrors
{
    internal static Reply NoCredentials() => Of(401, "Base.1.8.AccessDenied", "The authentication credentials included with this request are missing or invalid.")
        .With("WWW-Authenticate", "Basic realm=\"RedfishService\"");

    internal static Reply NotPermitted() => Of(403, "Base.1.8.InsufficientPrivilege", "There are insufficient privileges for the account or credentials associated with the current session to perform the requested operation.");

    internal static Reply NotFound(string path) => Of(404, "Base.1.8.ResourceMissingAtURI", $"The resource at the URI {path} was not found.");

    internal static Reply NotAllowed() => Of(405, "Base.1.8.OperationNotAllowed", "The HTTP method is not allowed on this resource.");

    internal static Reply NotReady() => Of(400, "Base.1.8.GeneralError", "A general error has occurred. See Resolution for information on how to resolve the error.");

    internal static Reply Busy() => Of(503, "Base.1.8.ServiceTemporarilyUnavailable", "The service is temporarily unavailable. Retry in 30 seconds.").With("Retry-After", "30");

    internal static Reply NoSuchReset(string value) =>
        Of(400, "Base.1.8.ActionParameterNotSupported", $"The value {value} for the parameter ResetType in the action ComputerSystem.Reset is not supported on the target resource.");

    /// <summary>Dell's <c>PSU501</c> comes as 409, HPE's <c>InvalidOperationForSystemState</c> as 400.</summary>
    internal static Reply OffAlready(int status) => status == 409
        ? Of(409, "IDRAC.2.8.PSU501", "Unable to complete the operation because the server is already powered OFF.")
        : Of(status, "iLO.2.14.InvalidOperationForSystemState", "The operation was not successful due to the current power state (for example, attempting to turn the power off when it is already off).");

    private static Reply Of(int status, string id, string message) => new(status, Json.Object(json =>
    {
        json.WriteStartObject("error");
        json.WriteString("code", "Base.1.8.GeneralError");
        json.WriteString("message", "A general error has occurred. See ExtendedInfo for more information.");
        json.Array("@Message.ExtendedInfo", [(id, message)], static (item, one) =>
        {
            item.WriteString("@odata.type", "#Message.v1_1_1.Message");
            item.WriteString("MessageId", one.id);
            item.WriteString("Message", one.message);
            item.WriteString("Severity", "Critical");
            item.WriteString("Resolution", "None.");
        });
        json.WriteEndObject();
    }));
}
