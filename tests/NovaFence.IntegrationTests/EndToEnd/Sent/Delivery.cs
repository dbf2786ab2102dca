using System.Text.Json.Nodes;

namespace NovaFence.EndToEnd.Tests.Sent;

/// <summary>A version 4 delivery as Alertmanager builds it.</summary>
internal static class Delivery
{
    public static string Of(params IEnumerable<Alert> alerts) => Of([.. alerts.Select(alert => alert.ToJson())]).ToJsonString();

    public static JsonObject Of(JsonArray alerts) => new()
    {
        ["version"] = "4",
        ["groupKey"] = "{}:{}",
        ["truncatedAlerts"] = 0,
        // What the root says counts for nothing: it fires while any alert of the group does.
        ["status"] = "firing",
        ["receiver"] = "novafence",
        ["groupLabels"] = new JsonObject(),
        ["commonLabels"] = new JsonObject(),
        ["commonAnnotations"] = new JsonObject(),
        ["externalURL"] = "http://alertmanager.example.org:9093",
        ["alerts"] = alerts,
    };
}
