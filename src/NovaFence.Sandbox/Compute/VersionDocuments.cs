using System.Text.Json;
using NovaFence.Sandbox.Wire;

namespace NovaFence.Sandbox.Compute;

/// <summary>What Nova tells about its API to whoever asks, with a token or without.</summary>
internal static class VersionDocuments
{
    private static readonly (string Id, string Status, string Path, string Updated, string Type)[] Apis =
    [
        ("v2.0", "SUPPORTED", "/v2/", "2011-01-21T11:33:21Z", "2"),
        ("v2.1", "CURRENT", "/v2.1/", "2013-07-23T11:33:21Z", "2.1"),
    ];

    public static Reply All(string baseUrl, Microversion max) => new(200, Json.Object(json => json.Array("versions", Apis, (json, api) =>
    {
        Head(json, api, max);
        json.WriteString("updated", api.Updated);
        json.Array("links", [baseUrl + api.Path], Self);
    })));

    public static Reply One(string baseUrl, Microversion max, bool legacy) => new(200, Json.Object(json =>
    {
        (string Id, string Status, string Path, string Updated, string Type) api = Apis[legacy ? 0 : 1];
        json.WriteStartObject("version");
        Head(json, api, max);
        json.WriteString("updated", api.Updated);
        json.Array("links", [baseUrl + api.Path, ""], static (json, href) =>
        {
            if (href.Length > 0)
            {
                Self(json, href);
                return;
            }

            json.WriteString("rel", "describedby");
            json.WriteString("type", "text/html");
            json.WriteString("href", "http://docs.openstack.org/");
        });
        json.Array("media-types", [api.Type], MediaType);
        json.WriteEndObject();
    }));

    /// <summary>Any other path outside <c>/v2</c> and <c>/v2.1</c>.</summary>
    public static Reply Choices(string baseUrl, string path) => new(300, Json.Object(json => json.Array("choices", Apis, (json, api) =>
    {
        json.WriteString("id", api.Id);
        json.WriteString("status", api.Status);
        json.Array("links", [baseUrl + api.Path.TrimEnd('/') + path], Self);
        json.Array("media-types", [api.Type], MediaType);
    })));

    private static void Head(Utf8JsonWriter json, (string Id, string Status, string Path, string Updated, string Type) api, Microversion max)
    {
        bool current = api.Status == "CURRENT";
        json.WriteString("id", api.Id);
        json.WriteString("status", api.Status);
        json.WriteString("version", current ? max.ToString() : "");
        json.WriteString("min_version", current ? Microversion.Min.ToString() : "");
    }

    private static void Self(Utf8JsonWriter json, string href)
    {
        json.WriteString("rel", "self");
        json.WriteString("href", href);
    }

    private static void MediaType(Utf8JsonWriter json, string type)
    {
        json.WriteString("base", "application/json");
        json.WriteString("type", "application/vnd.openstack.compute+json;version=" + type);
    }
}
