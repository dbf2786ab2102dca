using System.Text.RegularExpressions;

namespace NovaFence.OpenStack.Tests.Wire.Recorded;

/// <summary>Makes two replies comparable: what differs from cloud to cloud and from moment to moment becomes a word.</summary>
public sealed partial class Comparison(WireCloud cloud, string uuid)
{
    private static readonly string[] Compared =
        ["Content-Type", "OpenStack-API-Version", "X-OpenStack-Nova-API-Version", "Vary", "WWW-Authenticate", "x-openstack-request-id", "x-compute-request-id"];

    /// <summary>The recorded cloud's names and addresses as this cloud has them.</summary>
    public string Here(string text) => text
        .Replace("http://127.0.0.1:8774/v2.1", cloud.ComputeUrl.ToString(), StringComparison.Ordinal)
        .Replace("http://127.0.0.1:8774", cloud.ComputeUrl.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
        .Replace("http://127.0.0.1:5000", cloud.AuthUrl.ToString()[..^"/v3".Length], StringComparison.Ordinal)
        .Replace("compute1", cloud.Host, StringComparison.Ordinal)
        .Replace("COMPUTE1", cloud.Host.ToUpperInvariant(), StringComparison.Ordinal)
        .Replace("$UUID", uuid, StringComparison.Ordinal)
        .Replace("$PROJECT", cloud.ProjectId, StringComparison.Ordinal);

    /// <returns>Each header that differs, the status, the body; nothing where all is the same.</returns>
    public IEnumerable<string> Differences(RecordedExchange recorded, WireReply reply)
    {
        if (recorded.Status != reply.Status)
            yield return $"{recorded.Title}: status {recorded.Status}, here {reply.Status} {reply.Body}";
        string wanted = Timeless(Here(recorded.ReplyBody));
        string got = Timeless(reply.Body);
        if (wanted != got)
            yield return $"{recorded.Title}: body {wanted}, here {got}";
        if (recorded.ReplyHeaders.Count == 0)
            yield break;
        foreach (string header in Compared)
        {
            string there = Header(header, recorded.ReplyHeaders.Where(h => h.Name.Equals(header, StringComparison.OrdinalIgnoreCase)).Select(h => Here(h.Value)));
            string here = Header(header, reply.Headers.TryGetValue(header, out string[]? values) ? values : []);
            if (there != here)
                yield return $"{recorded.Title}: {header} '{there}', here '{here}'";
        }
    }

    private static string Header(string name, IEnumerable<string> values) =>
        string.Join(", ", values.Select(v => name.EndsWith("request-id", StringComparison.Ordinal) ? RequestId().Replace(v, "req-…") : v));

    // Spacing is Python's; the second is the clock's; whether there are microseconds is Nova's, and stays. So is the kind of the id, not its value.
    private static string Timeless(string body) =>
        NumericId().Replace(Moment().Replace(Spacing().Replace(body.Trim(), "$1"), m => m.Value.EndsWith(".000000", StringComparison.Ordinal) ? "<second>" : "<microsecond>"), "\"id\":<number>");

    [GeneratedRegex(@"(?<mark>[:,]) (?=[""\[{0-9a-zA-Z-])", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spacing();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Moment();

    [GeneratedRegex(@"""id"":\d+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NumericId();

    [GeneratedRegex(@"^req-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RequestId();
}
