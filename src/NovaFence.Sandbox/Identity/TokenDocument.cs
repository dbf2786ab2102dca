using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NovaFence.Sandbox.Wire;

namespace NovaFence.Sandbox.Identity;

/// <summary>What Keystone tells about a token: for whom, for what, until when, and where everything is.</summary>
internal sealed class TokenDocument(string region)
{
    private static readonly string[] Interfaces = ["admin", "public", "internal"];

    public byte[] Write(Token token, string baseUrl, bool catalog) => Json.Object(json =>
    {
        json.WriteStartObject("token");
        json.WriteStartArray("methods");
        json.WriteStringValue(token.Credential is null ? "password" : "application_credential");
        json.WriteEndArray();
        json.WriteStartObject("user");
        Domain(json);
        json.WriteString("id", token.User.Id);
        json.WriteString("name", token.User.Name);
        json.WriteNull("password_expires_at");
        json.WriteEndObject();
        json.WriteStartArray("audit_ids");
        json.WriteStringValue(token.AuditId);
        json.WriteEndArray();
        json.WriteString("expires_at", token.ExpiresAt == token.Credential?.ExpiresAt ? Times.Bare(token.ExpiresAt) : Times.Zulu(token.ExpiresAt));
        json.WriteString("issued_at", Times.Zulu(token.IssuedAt));
        if (token.Scoped)
        {
            Scope(json, token);
            if (catalog)
                Catalog(json, baseUrl);
        }

        if (token.Credential is { } credential)
        {
            json.WriteStartObject("application_credential");
            json.WriteString("id", credential.Id);
            json.WriteString("name", credential.Name);
            json.WriteBoolean("restricted", true);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    });

    private static void Scope(Utf8JsonWriter json, Token token)
    {
        json.WriteStartObject("project");
        Domain(json);
        json.WriteString("id", token.User.Project.Id);
        json.WriteString("name", token.User.Project.Name);
        json.WriteEndObject();
        json.WriteBoolean("is_domain", false);
        json.Array("roles", token.Roles, static (json, role) =>
        {
            json.WriteString("id", StableId(role));
            json.WriteString("name", role);
        });
    }

    private void Catalog(Utf8JsonWriter json, string baseUrl)
    {
        (string Type, string Name, string Url)[] services =
            [("compute", "nova", baseUrl + "/v2.1"), ("identity", "keystone", baseUrl + IdentityApi.Prefix + "/v3")];
        json.Array("catalog", services, (json, service) =>
        {
            json.Array("endpoints", Interfaces, (json, face) =>
            {
                json.WriteString("id", StableId(service.Type + face));
                json.WriteString("interface", face);
                json.WriteString("region_id", region);
                json.WriteString("url", service.Url);
                json.WriteString("region", region);
            });
            json.WriteString("id", StableId(service.Type));
            json.WriteString("type", service.Type);
            json.WriteString("name", service.Name);
        });
    }

    private static void Domain(Utf8JsonWriter json)
    {
        json.WriteStartObject("domain");
        json.WriteString("id", "default");
        json.WriteString("name", "Default");
        json.WriteEndObject();
    }

    // Keystone's ids are random; these only have to be ids, and the same in every token.
    private static string StableId(string of) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(of)).AsSpan(0, 16));
}
