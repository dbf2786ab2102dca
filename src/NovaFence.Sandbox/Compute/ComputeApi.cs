using System.Text.Json;
using System.Text.RegularExpressions;
using NovaFence.Sandbox.Identity;
using NovaFence.Sandbox.Wire;

namespace NovaFence.Sandbox.Compute;

/// <summary>Nova's API: who asks, which resource, which version, is it JSON, and only then what is asked.</summary>
internal sealed partial class ComputeApi(Microversion max, TokenValidator validator, ComputeRoutes routes)
{
    /// <param name="request">The request.</param>
    /// <param name="worker">Which of Nova's processes got it.</param>
    /// <param name="databaseDown">True while MariaDB does not answer.</param>
    /// <param name="aborted">The client has gone.</param>
    public async ValueTask<Reply> HandleAsync(ApiRequest request, int worker, bool databaseDown, CancellationToken aborted)
    {
        if (request.Path is "/" or "")
            return VersionDocuments.All(request.Base, max);
        string[] path = request.Path.Split('/')[1..];
        return path[0] is "v2" or "v2.1"
            ? (await VersionedAsync(request, path[1..], legacy: path[0] == "v2", worker, databaseDown, aborted)).WithRequestId(compute: true)
            : VersionDocuments.Choices(request.Base, request.Path);
    }

    private async ValueTask<Reply> VersionedAsync(
        ApiRequest request, string[] path, bool legacy, int worker, bool databaseDown, CancellationToken aborted)
    {
        if (path is [] or [""])
            return Negotiated(request, legacy, _ => VersionDocuments.One(request.Base, max, legacy));
        if (request.Header("X-Auth-Token") is not { Length: > 0 } value)
            return ComputeErrors.Unauthorized(request.Base + IdentityApi.Prefix);
        Validation validation = await validator.ValidateAsync(value, worker, aborted);
        if (validation.Unavailable)
            return ComputeErrors.KeystoneUnavailable(request);
        if (validation.Token is not { } token)
            return ComputeErrors.Unauthorized(request.Base + IdentityApi.Prefix);
        // A resource's name has letters beyond f, so this takes nothing but ids for one.
        string? project = path.Length > 1 && ProjectId().IsMatch(path[0]) ? path[0] : null;
        if (routes.Find(request.Method, project is null ? path : path[1..]) is not { } action)
            return ComputeErrors.NoSuchPage(request);
        if (databaseDown)
            action = static _ => ComputeErrors.DatabaseDown();
        return Negotiated(request, legacy, version => Act(request, token, version, legacy, project, action));
    }

    private Reply Negotiated(ApiRequest request, bool legacy, Func<Microversion, Reply> act)
    {
        if (legacy)
            return act(Microversion.Min);
        RequestedVersion asked = RequestedVersion.Of(request, max);
        return asked.Refusal ?? act(asked.Version).WithMicroversion(asked.Version.ToString());
    }

    private static Reply Act(
        ApiRequest request, Token token, Microversion version, bool legacy, string? project, Func<ComputeCall, Reply> action)
    {
        if (request.MediaType is not (null or "" or "text/plain" or "application/json" or "application/vnd.openstack.compute+json"))
            return ComputeErrors.Fault(415, "Unsupported Content-Type");
        JsonElement? body = null;
        if (request.Method is "PUT" or "POST" && request.Body is { Length: > 0 } bytes)
        {
            body = Json.Parse(bytes);
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
