using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NovaFence.Http.Tests.Infrastructure;

/// <summary>The recorded payloads, and what a test makes of them.</summary>
internal static class Payload
{
    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Payloads", $"{name}.json"));

    public static JsonObject Json(string name) => JsonNode.Parse(Bytes(name))!.AsObject();

    public static byte[] Changed(string name, Action<JsonObject> change)
    {
        var json = Json(name);
        change(json);
        return Bytes(json);
    }

    public static byte[] Bytes(JsonNode json) => Encoding.UTF8.GetBytes(json.ToJsonString());

    /// <summary>Alertmanager's firing delivery with its one alert changed.</summary>
    public static byte[] Alert(Action<JsonObject> change) => Changed("alertmanager-firing", root => change(root["alerts"]![0]!.AsObject()));

    /// <summary>PagerDuty's triggered event with its incident changed.</summary>
    public static byte[] Incident(Action<JsonObject> change) => Changed("pagerduty-triggered", root => change(root["event"]!["data"]!.AsObject()));

    /// <summary>The firing delivery as text, with one piece replaced by what no JSON writer would produce.</summary>
    public static byte[] Replaced(string name, string old, string replacement)
    {
        var text = Encoding.UTF8.GetString(Bytes(name));
        text.Should().Contain(old);
        return Encoding.UTF8.GetBytes(text.Replace(old, replacement, StringComparison.Ordinal));
    }

    public static JsonElement Parse(byte[] json) => JsonDocument.Parse(json).RootElement;
}
