using System.Text.Json;
using NovaFence.Sandbox.Wire;

namespace NovaFence.Sandbox.Identity;

/// <summary>Reads the body of <c>POST /v3/auth/tokens</c> and says who asks, or why not.</summary>
internal sealed class Authentication(UserDirectory directory, TimeProvider clock)
{
    /// <returns>Either somebody (a user, and a credential when one was used) or a refusal.</returns>
    public Outcome Read(byte[] body, string identityUrl)
    {
        JsonElement? root = body.Length == 0 ? null : Json.Parse(body);
        if (body.Length > 0 && root is not { ValueKind: JsonValueKind.Object })
            return new(IdentityErrors.Expecting("valid JSON", "request body"));
        if (root.Member("auth") is not { } auth)
            return new(IdentityErrors.Expecting("auth", "request body"));
        if (auth.ValueKind != JsonValueKind.Object)
            return new(IdentityErrors.Invalid($"{PythonText.Repr(auth)} is not of type 'object'"));
        JsonElement? identity = ((JsonElement?)auth).Member("identity");
        if (identity is null)
            return new(IdentityErrors.Invalid("'identity' is a required property"));
        if (identity.Member("methods") is not { ValueKind: JsonValueKind.Array } methods)
            return new(IdentityErrors.Invalid("Invalid input for field 'identity': 'methods' is a required property"));
        JsonElement? scope = ((JsonElement?)auth).Member("scope");
        return methods.GetArrayLength() == 1 ? ((JsonElement?)methods[0]).Text() switch
        {
            "password" => Password(identity, scope, identityUrl),
            "application_credential" => Credential(identity, scope, identityUrl),
            _ => new(IdentityErrors.Unauthorized(identityUrl, "Attempted to authenticate with an unsupported method.", identity: true)),
        } : new(IdentityErrors.Unauthorized(identityUrl));
    }

    private Outcome Password(JsonElement? identity, JsonElement? scope, string identityUrl)
    {
        if (identity.Member("password") is not { } method)
            return new(IdentityErrors.Expecting("password", "identity"));
        JsonElement? named = ((JsonElement?)method).Member("user");
        if (Named(named) is not { } user || !Secrets.Match(user.Password, named.Member("password").Text()))
            return new(IdentityErrors.Unauthorized(identityUrl));
        if (scope.Member("project") is not { } project)
            return new(user, Scoped: false);
        return IsProject(project, user.Project) ? new(user, Scoped: true) : new(IdentityErrors.Unauthorized(identityUrl));
    }

    private Outcome Credential(JsonElement? identity, JsonElement? scope, string identityUrl)
    {
        if (identity.Member("application_credential") is not { } method)
            return new(IdentityErrors.Expecting("application_credential", "identity"));
        ApplicationCredential? credential;
        if (((JsonElement?)method).Member("id") is { } id)
        {
            credential = directory.CredentialById(((JsonElement?)id).Text());
            if (credential is null)
                return new(IdentityErrors.NotFound($"Could not find Application Credential: {((JsonElement?)id).Text()}."));
        }
        else
        {
            if (((JsonElement?)method).Member("user") is not { } named)
                return new(IdentityErrors.Expecting("user", "application credential"));
            credential = Named(named) is { } user ? directory.CredentialByName(user, ((JsonElement?)method).Member("name").Text()) : null;
        }

        if (scope is not null)
        {
            return new(IdentityErrors.Unauthorized(
                identityUrl, "Error authenticating with application credential: Application credentials cannot request a scope.", identity: true));
        }

        bool valid = credential is not null
            && Secrets.Match(credential.Secret, ((JsonElement?)method).Member("secret").Text())
            && !(credential.ExpiresAt <= clock.GetUtcNow());
        return valid ? new(credential!.User, Scoped: true, credential) : new(IdentityErrors.Unauthorized(identityUrl));
    }

    private User? Named(JsonElement? user) => user.Member("id").Text() is { } id
        ? directory.UserById(id)
        : IsDefault(user.Member("domain")) ? directory.UserByName(user.Member("name").Text()) : null;

    private static bool IsProject(JsonElement? offered, Project project) => offered.Member("id").Text() is { } id
        ? id == project.Id
        : IsDefault(offered.Member("domain")) && string.Equals(offered.Member("name").Text(), project.Name, StringComparison.OrdinalIgnoreCase);

    private static bool IsDefault(JsonElement? domain) =>
        domain.Member("id").Text() == "default" || string.Equals(domain.Member("name").Text(), "Default", StringComparison.OrdinalIgnoreCase);

    /// <summary>Either a refusal or somebody.</summary>
    public sealed record Outcome(User? User, bool Scoped, ApplicationCredential? Credential = null, Reply? Refusal = null)
    {
        public Outcome(Reply refusal)
            : this(null, false, null, refusal)
        {
        }
    }
}
