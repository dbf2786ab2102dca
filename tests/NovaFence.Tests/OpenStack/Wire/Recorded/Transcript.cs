using System.Globalization;
using System.Text.RegularExpressions;

namespace NovaFence.OpenStack.Tests.Wire.Recorded;

/// <summary>
/// Reads the recordings beside this file: Markdown, in which a fenced block is a request, a line of dashes and the reply, and a line
/// <c>- forced_down = `value` -> status `body`</c> is a PUT that differs from the others of its page in that value alone.
/// </summary>
public static partial class Transcript
{
    public static IReadOnlyList<RecordedExchange> Read(string name)
    {
        string text = Repository.Read($"tests/NovaFence.Tests/OpenStack/Wire/Recorded/{name}.md");
        return [.. Entry().Matches(text).Select(m => m.Groups["block"].Success
            ? Block(m.Groups["title"].Value, m.Groups["block"].Value)
            : Variation(m, byUuid: text.Contains("## 3.", StringComparison.Ordinal)))];
    }

    private static RecordedExchange Block(string title, string block)
    {
        string[] halves = Dashes().Split(block, 2);
        string[] request = halves[0].TrimEnd('\n').Split('\n');
        (List<(string, string)> requestHeaders, string requestBody) = HeadersAndBody(request[1..]);
        string[] reply = halves[1].Split('\n');
        (List<(string, string)> replyHeaders, string replyBody) = HeadersAndBody(reply[1..]);
        string[] first = request[0].Split(' ');
        return new(
            title.Length > 0 ? title : request[0],
            first[0],
            first[1],
            requestHeaders,
            requestBody.Length == 0 ? null : requestBody,
            int.Parse(reply[0].Split(' ')[1], CultureInfo.InvariantCulture),
            replyHeaders,
            replyBody.Trim());
    }

    private static RecordedExchange Variation(Match m, bool byUuid)
    {
        string value = m.Groups["value"].Value;
        return new(
            "forced_down = " + value,
            "PUT",
            "http://127.0.0.1:8774/v2.1/os-services/" + (byUuid ? "$UUID" : "force-down"),
            [("X-Auth-Token", "$ADMIN"), ("X-OpenStack-Nova-API-Version", byUuid ? "2.53" : "2.11"), ("Content-Type", "application/json")],
            byUuid ? $$"""{"forced_down": {{value}}}""" : $$"""{"binary": "nova-compute", "host": "compute1", "forced_down": {{value}}}""",
            int.Parse(m.Groups["status"].ValueSpan, CultureInfo.InvariantCulture),
            [],
            m.Groups["body"].Value);
    }

    private static (List<(string Name, string Value)> Headers, string Body) HeadersAndBody(string[] lines)
    {
        var headers = new List<(string, string)>();
        int at = 0;
        for (; at < lines.Length && Header().Match(lines[at]) is { Success: true } header; at++)
            headers.Add((header.Groups["name"].Value, header.Groups["value"].Value));
        return (headers, string.Join('\n', lines[at..]).TrimStart('\n'));
    }

    [GeneratedRegex(
        @"(?:\*\*(?<title>[^\n]+)\*\*\n\n)?```\n(?<block>(?:GET|PUT|POST|DELETE) .*?)\n```|^- forced_down = `(?<value>[^`]+)` -> (?<status>\d+) `(?<body>[^\n]+)`$",
        RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Entry();

    [GeneratedRegex(@"^--- [^\n]*\n", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Dashes();

    [GeneratedRegex(@"^(?<name>[A-Za-z][A-Za-z-]*): (?<value>.*)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Header();
}
