using System.Text.Json;
using NovaFence.Sandbox.Wire;

namespace NovaFence.Sandbox.Identity;

/// <summary>As much of Keystone's v3 API as a compute client needs.</summary>
internal sealed class IdentityApi(UserDirectory directory, TokenStore tokens, TokenDocument document, Authentication authentication)
{
    /// <summary>Where Keystone lives beside Nova on one port; DevStack and most clouds behind one web server do the same.</summary>
    public const string Prefix = "/identity";

    public Reply Handle(ApiRequest request)
    {
        string identityUrl = request.Base + Prefix;
        Reply reply = request.Path.TrimEnd('/') switch
        {
            "" => Versions(identityUrl),
            "/v3" => new(200, Json.Object(json =>
            {
                json.WriteStartObject("version");
                Version(json, identityUrl);
                json.WriteEndObject();
            })),
            "/v3/auth/tokens" => request.Method switch
            {
                "POST" => Issue(request, identityUrl),
                "GET" or "HEAD" => Validate(request, identityUrl),
                "DELETE" => Revoke(request, identityUrl),
                _ => IdentityErrors.MethodNotAllowed("POST, GET, DELETE, HEAD, OPTIONS"),
            },
            _ => new CredentialsApi(directory, tokens).Handle(request, identityUrl) ?? IdentityErrors.NoSuchPage(),
        };
        return reply.With("Vary", "X-Auth-Token").WithRequestId(compute: false);
    }

    private Reply Issue(ApiRequest request, string identityUrl)
    {
        // A chunked body reads as empty, and then there is no auth in it. That is the whole reason clients must send Content-Length.
        if (request.Body is { Length: > 0 } && request.MediaType != "application/json")
            return IdentityErrors.Expecting("application/json", "Content-Type header");
        Authentication.Outcome outcome = authentication.Read(request.Body ?? [], identityUrl);
        if (outcome.Refusal is { } refusal)
            return refusal;
        Token token = tokens.Issue(outcome.User!, outcome.Scoped, outcome.Credential);
        return Tell(201, token, request);
    }

    private Reply Validate(ApiRequest request, string identityUrl)
    {
        if (tokens.Find(request.Header("X-Auth-Token")) is not { } caller)
            return IdentityErrors.Unauthorized(identityUrl);
        if (request.Header("X-Subject-Token") is not { } subject)
            return IdentityErrors.NotFound("No token in the request");
        if (subject != caller.Value && !caller.IsAdmin)
            return IdentityErrors.Forbidden("identity:validate_token");
        return tokens.Find(subject) is { } token ? Tell(200, token, request) : IdentityErrors.NotFound("Failed to validate token");
    }

    private Reply Revoke(ApiRequest request, string identityUrl)
    {
        if (tokens.Find(request.Header("X-Auth-Token")) is not { } caller)
            return IdentityErrors.Unauthorized(identityUrl);
        if (request.Header("X-Subject-Token") is not { } subject)
            return IdentityErrors.NotFound("No token in the request");
        if (subject != caller.Value && !caller.IsAdmin)
            return IdentityErrors.Forbidden("identity:revoke_token");
        return tokens.Revoke(subject) ? new(204, contentType: null) : IdentityErrors.NotFound("Failed to validate token");
    }

    private Reply Tell(int status, Token token, ApiRequest request) =>
        new Reply(status, document.Write(token, request.Base, catalog: !request.Query.ContainsKey("nocatalog")))
            .With("X-Subject-Token", token.Value);

    private static Reply Versions(string identityUrl) => new Reply(300, Json.Object(json =>
    {
        json.WriteStartObject("versions");
        json.Array("values", [identityUrl], Version);
        json.WriteEndObject();
    })).With("Location", identityUrl + "/v3/");

    private static void Version(Utf8JsonWriter json, string identityUrl)
    {
        json.WriteString("id", "v3.14");
        json.WriteString("status", "stable");
        json.WriteString("updated", "2020-04-07T00:00:00Z");
        json.Array("links", [identityUrl], static (json, url) =>
        {
            json.WriteString("rel", "self");
            json.WriteString("href", url + "/v3/");
        });
        json.Array("media-types", ["application/vnd.openstack.identity-v3+json"], static (json, type) =>
        {
            json.WriteString("base", "application/json");
            json.WriteString("type", type);
        });
    }
}
