using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace NovaFence.EndToEnd.Tests.Sent;

/// <summary>One alert as Alertmanager sends it. Begins to fire in minute 0 and resolves in minute 1, unless said otherwise.</summary>
internal sealed record Alert
{
    /// <summary>Minute 0 of all alerts: so long ago that some minutes later is still the past.</summary>
    public static readonly DateTimeOffset Minute0 = DateTimeOffset.UtcNow.AddHours(-2);

    public required string Host { get; init; }

    public required bool Fires { get; init; }

    public string Name { get; init; } = "HostDown";

    public DateTimeOffset StartsAt { get; init; } = Minute0;

    public DateTimeOffset EndsAt { get; init; } = Minute0.AddMinutes(1);

    /// <summary>True for an alert of a host that is as alive as ever: it is delivered without a crash before.</summary>
    public bool Wrongly { get; init; }

    /// <summary>Labels on top of <c>alertname</c> and <c>host</c>, which tell alerts of one name and host apart.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>As Alertmanager makes it: from the labels alone, so that firing and resolved of one alert have the same.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(AllLabels.ToJsonString())))[..16];

    private JsonObject AllLabels
    {
        get
        {
            var all = Labels.Append(new("alertname", Name)).Append(new("host", Host)).OrderBy(label => label.Key, StringComparer.Ordinal);
            return [.. all.Select(label => KeyValuePair.Create<string, JsonNode?>(label.Key, label.Value))];
        }
    }

    public static Alert Firing(string host, int minute = 0) => new() { Host = host, Fires = true, StartsAt = Minute0.AddMinutes(minute) };

    public static Alert Resolved(string host, int minute = 1) => new() { Host = host, Fires = false, EndsAt = Minute0.AddMinutes(minute) };

    /// <summary>Another alert, which may have another route.</summary>
    public Alert Named(string name) => this with { Name = name };

    public Alert With(string label, string value) => this with { Labels = new Dictionary<string, string>(Labels, StringComparer.Ordinal) { [label] = value } };

    public Alert Annotated(string name, string value) => this with { Annotations = new Dictionary<string, string>(Annotations, StringComparer.Ordinal) { [name] = value } };

    /// <summary>The same, while the host stays as it is.</summary>
    public Alert ByMistake() => this with { Wrongly = true };

    public Alert StartingAt(DateTimeOffset time) => this with { StartsAt = time };

    public JsonObject ToJson() => new()
    {
        ["status"] = Fires ? "firing" : "resolved",
        ["labels"] = AllLabels,
        ["annotations"] = new JsonObject(Annotations.Select(one => KeyValuePair.Create<string, JsonNode?>(one.Key, one.Value))),
        ["startsAt"] = Time(StartsAt),
        ["endsAt"] = Fires ? "0001-01-01T00:00:00Z" : Time(EndsAt),
        ["generatorURL"] = "http://prometheus.example.org:9090/graph",
        ["fingerprint"] = Fingerprint,
    };

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
