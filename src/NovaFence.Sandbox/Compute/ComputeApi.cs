using System.Text.Json;
using System.Text.RegularExpressions;
using NovaFence.Sandbox.Identity;
using NovaFence.Sandbox.Wire;

namespace NovaFence.Sandbox.Compute;

/// <summary>Nova's API: who asks, which resource, which version, is it JSON, and only then what is asked.</summary>
internal sealed partial class ComputeApi(Microversion max, Func<string, Token?> validate, ComputeRoutes routes)
{
    public Reply Handle(ApiRequest request)
    {
        if (request.Path is "/" or "")
            return VersionDocuments.All(request.Base, max);
        string[] path = request.Path.Split('/', StringSplitOptions.None)[1..];
        if (path[0] is not ("v2" or "v2.1"))
            return VersionDocuments.Choices(request.Base, request.Path);
        string id = "req-" + Guid.NewGuid();
        return Versioned(request, path[1..], legacy: path[0] == "v2").With("x-openstack-request-id", id).With("x-compute-request-id", id);
    }

    private Reply Versioned(ApiRequest request, string[] path, bool legacy)
    {
        if (path is [] or [""])
            return Negotiated(request, legacy, _ => VersionDocuments.One(request.Base, max, legacy));
        if (request.Header("X-Auth-Token") is not { Length: > 0 } value || validate(value) is not { } token)
            return ComputeErrors.Unauthorized(request.Base + IdentityApi.Prefix);
        string? project = path.Length > 1 && ProjectId().IsMatch(path[0]) && !ComputeRoutes.Knows(path[0]) ? path[0] : null;
        if (routes.Find(request.Method, project is null ? path : path[1..]) is not { } action)
            return ComputeErrors.NoSuchPage();
        return Negotiated(request, legacy, version => Act(request, token, version, legacy, project, action));
    }

    private Reply Negotiated(ApiRequest request, bool legacy, Func<Microversion, Reply> act)
    {
        if (legacy)
            return act(Microversion.Min);
        RequestedVersion asked = RequestedVersion.Of(request, max);
        return asked.Refusal ?? act(asked.Version).WithMicroversion(asked.Version.ToString());
    }

    private static Reply Act(ApiRequest request, Token token, Microversion version, bool legacy, string? project, Func<ComputeCall, Reply> action)
    {
        if (request.MediaType is not (null or "" or "text/plain" or "application/json" or "application/vnd.openstack.compute+json"))
            return ComputeErrors.Fault(415, "Unsupported Content-Type");
        JsonElement? body = null;
        if (request.Body is { Length: > 0 } bytes && request.Method is "PUT" or "POST")
        {
            body = Json.Parse(request.Body!);
            if (body is null)
                return ComputeErrors.BadRequest("Malformed request body");
        }

        string own = token.Scoped ? token.User.Project.Id : "None";
        if (project is not null && project != own)
            return ComputeErrors.BadRequest($"Malformed request URL: URL's project_id '{project}' doesn't match Context's project_id '{own}'");
        return action(new(request, token, version, legacy, body));
    }

    [GeneratedRegex(@"^[0-9a-f\-]+\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ProjectId();
}
