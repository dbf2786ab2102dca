using System.Text.Json;

namespace NovaFence.Power.Redfish;

/// <summary>Reads what a BMC says, which may be anything.</summary>
internal static class RedfishJson
{
    /// <summary>Bytes of one answer at most; a system of a large machine has 20 KiB.</summary>
    internal const int MostBytes = 256 * 1024;

    private const int MostDepth = 32;
    private const int MostTextLetters = 80;

    // A name that is there twice has two values, and nobody knows which is meant.
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MostDepth, AllowDuplicateProperties = false };

    /// <summary>The object; null where it is none.</summary>
    internal static JsonElement? Parse(ReadOnlyMemory<byte> bytes)
    {
        // As some write it: https://www.rfc-editor.org/rfc/rfc8259#section-8.1
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        try
        {
            using var document = JsonDocument.Parse(bytes.Span.StartsWith(mark) ? bytes[mark.Length..] : bytes, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What stands there; null where nothing does, or <c>null</c>.</summary>
    internal static JsonElement? Member(this JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    /// <summary>The text; null where it is none.</summary>
    internal static string? Text(this JsonElement? element) => element is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>The items of a list; null where it is none.</summary>
    internal static IReadOnlyList<JsonElement>? Items(this JsonElement? element) => element is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : null;

    /// <summary>The link: <c>{"@odata.id": "/redfish/v1/Systems"}</c>.</summary>
    internal static string? Link(this JsonElement? element) => element.Member("@odata.id").Text();

    /// <summary>For people and logs: no control characters, and not long.</summary>
    internal static string? Shown(string? text) => text is null ? null
        : string.Concat(text.Trim().Where(letter => !char.IsControl(letter) && !char.IsSurrogate(letter)).Take(MostTextLetters)) is { Length: > 0 } shown ? shown : null;
}
