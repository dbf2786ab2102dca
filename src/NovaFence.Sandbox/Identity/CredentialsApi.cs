using System.Text.Json;
using NovaFence.Sandbox.Wire;

namespace NovaFence.Sandbox.Identity;

/// <summary>
/// <c>/v3/users/{user}/application_credentials</c>: a user makes and deletes their own. Needed because only an expiring credential
/// gives a token whose <c>expires_at</c> has the second form.
/// </summary>
internal sealed class CredentialsApi(UserDirectory directory, TokenStore tokens)
{
    /// <returns>Null when the path is not ours.</returns>
    public Reply? Handle(ApiRequest request, string identityUrl)
    {
        string[] path = request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (path is not ["v3", "users", var userId, "application_credentials", ..])
            return null;
        if (tokens.Find(request.Header("X-Auth-Token")) is not { } caller)
            return IdentityErrors.Unauthorized(identityUrl);
        if (caller.User.Id != userId)
            return IdentityErrors.Forbidden("identity:create_application_credential");
        return (request.Method, path.Length) switch
        {
            ("POST", 4) => Create(request, caller.User, identityUrl),
            ("DELETE", 5) => directory.CredentialById(path[4]) is { } found && found.User == caller.User && directory.Remove(found)
                ? new Reply(204, contentType: null)
                : IdentityErrors.NotFound($"Could not find Application Credential: {path[4]}."),
            _ => null,
        };
    }

    private Reply Create(ApiRequest request, User user, string identityUrl)
    {
        JsonElement? wanted = (request.Body is null ? null : Json.Parse(request.Body)).Member("application_credential");
        if (wanted.Member("name").Text() is not { } name)
            return IdentityErrors.Expecting("application_credential", "request body");
        DateTimeOffset? expires = Times.Read(wanted.Member("expires_at").Text());
        var made = new ApplicationCredential(Secrets.NewId(), name, wanted.Member("secret").Text() ?? Secrets.NewSecret(64), user, expires);
        directory.Add(made);
        return new(201, Json.Object(json =>
        {
            json.WriteStartObject("application_credential");
            json.WriteString("id", made.Id);
            json.WriteString("name", made.Name);
            json.WriteNull("description");
            json.WriteString("user_id", user.Id);
            json.WriteString("project_id", user.Project.Id);
            json.WriteNull("system");
            json.WriteString("expires_at", expires is null ? null : Times.Micros(expires.Value));
            json.WriteNull("unrestricted");
            json.WriteString("secret", made.Secret);
            json.WriteStartObject("links");
            json.WriteString("self", $"{identityUrl}/v3/application_credentials/{made.Id}");
            json.WriteEndObject();
            json.WriteEndObject();
        }));
    }
}
