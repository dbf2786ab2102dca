using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace NovaFence.OpenStack.Calls;

/// <summary>What an error reply says, made fit for a log, a ledger and a terminal.</summary>
internal static partial class ReplyText
{
    /// <summary>Most characters that are kept of a message.</summary>
    public const int MaxLength = 500;

    /// <summary>Most characters of a page that are searched for words: a stylesheet may come first.</summary>
    private const int MostSearched = 16 * 1024;

    /// <summary>
    /// The message of an OpenStack fault: Nova's <c>{"badRequest":{"code":400,"message":"…"}}</c>, Keystone's
    /// <c>{"error":{"code":401,"message":"…","title":"…"}}</c>; of what stands before the API, <c>{"code":"503 …","message":"… &lt;br /&gt;…"}</c>, and of
    /// anything else, such as a proxy's page, the words. Only a fault is taken as it is: Nova's 500 names Python's <c>&lt;class …&gt;</c>.
    /// </summary>
    public static string? Of(string? content) => Clean(FaultMessage(content) ?? WithoutMarkup(PlainMessage(content) ?? content ?? ""));

    /// <summary>One line without control and format characters, of at most <see cref="MaxLength"/> characters; null when nothing is left.</summary>
    public static string? Clean(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;

        var clean = new StringBuilder(Math.Min(text.Length, MaxLength));
        var gap = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                gap = clean.Length > 0;
                continue;
            }

            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)
                continue;
            if (clean.Length + rune.Utf16SequenceLength + 2 > MaxLength)
                return clean.Append('…').ToString();
            if (gap)
                clean.Append(' ');
            gap = false;
            clean.Append(rune.ToString());
        }

        return clean.Length == 0 ? null : clean.ToString();
    }

    /// <summary>The name of the fault, <c>itemNotFound</c>; null when the body is no fault. Gateways write such JSON too, under names of their own: <see cref="IsNovas"/>.</summary>
    public static string? FaultName(string? content) => Fault(content, static fault => fault.Name);

    /// <summary>
    /// Whether Nova itself gives a fault this name, which tells its answer from that of a gateway, such as <c>{"error":{"code":403,…}}</c> or <c>{"fault":{…}}</c>
    /// (https://github.com/openstack/nova/blob/26.2.2/nova/api/openstack/wsgi.py).
    /// </summary>
    public static bool IsNovas(string? faultName) => faultName is "badRequest" or "unauthorized" or "forbidden" or "itemNotFound" or "badMethod" or "conflictingRequest" or "overLimit"
        or "badMediaType" or "notImplemented" or "serviceUnavailable" or "computeFault";

    /// <summary>The words of a page. Of a large one its beginning tells who speaks, and not every page is worth the time to search it for markup that does not end.</summary>
    private static string WithoutMarkup(string page)
    {
        var beginning = page.Length <= MostSearched ? page : page[..MostSearched];
        try
        {
            return Markup().Replace(beginning, " ");
        }
        catch (RegexMatchTimeoutException)
        {
            return beginning;
        }
    }

    private static string? FaultMessage(string? content) =>
        Fault(content, static fault => fault.Value.TryGetProperty("message", out var message) && message.ValueKind is JsonValueKind.String
            ? message.GetString()
            : null);

    private static string? PlainMessage(string? content) =>
        Read(content, static root => root.TryGetProperty("message", out var message) && message.ValueKind is JsonValueKind.String
            ? message.GetString()
            : null);

    private static string? Fault(string? content, Func<JsonProperty, string?> read) => Read(content, root =>
    {
        foreach (var property in root.EnumerateObject())
            return property.Value.ValueKind is JsonValueKind.Object ? read(property) : null;
        return null;
    });

    private static string? Read(string? content, Func<JsonElement, string?> read)
    {
        if (content is null || !content.AsSpan().TrimStart().StartsWith("{"))
            return null;
        try
        {
            using var document = JsonDocument.Parse(content);
            return read(document.RootElement);
        }
        catch (JsonException)
        {
            // A body cut off at the limit, or not JSON after all: its words will do.
            return null;
        }
    }

    [GeneratedRegex("<(?<unseen>style|script)[^>]*>.*?</\\k<unseen>>|<[^>]*>", RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 200)]
    private static partial Regex Markup();
}
