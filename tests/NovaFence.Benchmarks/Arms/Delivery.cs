using System.Globalization;
using System.Text;
using NovaFence.Core.Cloud;

namespace NovaFence.Benchmarks.Arms;

/// <summary>What Alertmanager posts, webhook version 4: an alert for each host.</summary>
internal static class Delivery
{
    internal const string AlertName = "HostDown";
    internal const string HostLabel = "host";

    /// <summary>Hosts that go down began to fire now; hosts that are back resolve now. Each is newer than whatever was sent of the host before.</summary>
    internal static byte[] Of(IReadOnlyList<ComputeHost> hosts, bool down)
    {
        var now = DateTimeOffset.UtcNow;
        var status = down ? "firing" : "resolved";
        return Encoding.UTF8.GetBytes($$$"""
            {"receiver":"novafence","status":"{{{status}}}","alerts":[{{{string.Join(',', hosts.Select(host => Alert(host.Name, status, now)))}}}],
            "groupLabels":{"alertname":"{{{AlertName}}}"},"commonLabels":{"alertname":"{{{AlertName}}}","severity":"critical"},
            "commonAnnotations":{},"externalURL":"http://alertmanager.example.org:9093","version":"4",
            "groupKey":"{}:{alertname=\"{{{AlertName}}}\"}","truncatedAlerts":0}
            """);
    }

    private static string Alert(string host, string status, DateTimeOffset now)
    {
        var (startsAt, endsAt) = status == "firing" ? (Time(now), "0001-01-01T00:00:00Z") : (Time(now.AddMinutes(-1)), Time(now));
        return $$$"""
            {"status":"{{{status}}}","labels":{"alertname":"{{{AlertName}}}","{{{HostLabel}}}":"{{{host}}}","job":"ipmi","severity":"critical"},
            "annotations":{"summary":"{{{host}}} is fenced","description":"The power of {{{host}}} is off, its BMC says."},
            "startsAt":"{{{startsAt}}}","endsAt":"{{{endsAt}}}","generatorURL":"http://prometheus.example.org:9090/graph?g0.expr=up","fingerprint":"{{{Fingerprint(host)}}}"}
            """;
    }

    // 64 bits in hexadecimal, the same for a host every time, as Alertmanager's hash of the labels.
    private static string Fingerprint(string host) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(host)).AsSpan(0, 8));

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
