using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace NovaFence.EndToEnd.Tests.Sent;

/// <summary>One event of PagerDuty's webhooks v3.</summary>
internal sealed record Incident(string Host, string EventType, DateTimeOffset OccurredAt)
{
    public string Id { get; init; } = "Q2AIXW2ZIK7HSV";

    /// <summary>Its <c>incident_key</c>; the host's name where nothing else is said.</summary>
    public string? Key { get; init; } = Host;

    public string Title { get; init; } = "compute host is down";

    /// <summary>The incident that goes on in its place.</summary>
    public string? MergedInto { get; init; }

    /// <summary>Whether it says that the host is dead.</summary>
    public bool Fires => EventType is "incident.triggered" or "incident.reopened";

    public string Body => new JsonObject
    {
        ["event"] = new JsonObject
        {
            ["id"] = "01DEN0V2VGFEKC8KCSSJNIRYMR",
            ["event_type"] = EventType,
            ["resource_type"] = "incident",
            ["occurred_at"] = OccurredAt.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["agent"] = null,
            ["client"] = null,
            ["data"] = new JsonObject { ["id"] = Id, ["type"] = "incident", ["title"] = Title, ["incident_key"] = Key, ["status"] = "triggered", ["urgency"] = "high", ["resolve_reason"] = Reason },
        },
    }.ToJsonString();

    private JsonObject? Reason => MergedInto is null ? null : new JsonObject
    {
        ["type"] = "merge_resolve_reason",
        ["incident"] = new JsonObject { ["id"] = MergedInto, ["type"] = "incident_reference" },
    };

    public static Incident Triggered(string host, DateTimeOffset at) => new(host, "incident.triggered", at);

    public static Incident Resolved(string host, DateTimeOffset at) => new(host, "incident.resolved", at);

    /// <summary>The header's value for this body.</summary>
    public static string Signature(string body, string secret) =>
        "v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)));
}
