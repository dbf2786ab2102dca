using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace NovaFence.Http.Receivers.Generic;

/// <summary>A JSON pointer (https://www.rfc-editor.org/rfc/rfc6901).</summary>
internal sealed class JsonPointer
{
    private readonly string[] _tokens;

    private JsonPointer(string text, string[] tokens) => (Text, _tokens) = (text, tokens);

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Reads one: empty for the whole, or each step with a slash in front, with <c>~1</c> for a slash and <c>~0</c> for a tilde.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out JsonPointer? pointer)
    {
        pointer = null;
        if (text.Length > 0 && text[0] != '/')
            return false;
        var tokens = text.Split('/').Skip(1).ToArray();
        foreach (ref var token in tokens.AsSpan())
        {
            for (var at = token.IndexOf('~', StringComparison.Ordinal); at >= 0; at = token.IndexOf('~', at + 1))
            {
                if (at + 1 == token.Length || token[at + 1] is not ('0' or '1'))
                    return false;
            }

            token = token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
        }

        pointer = new JsonPointer(text, tokens);
        return true;
    }

    /// <summary>What it points to; null where there is nothing, a JSON <c>null</c> included.</summary>
    public JsonElement? Find(JsonElement from)
    {
        foreach (var token in _tokens)
        {
            if (from.ValueKind == JsonValueKind.Object && from.TryGetProperty(token, out var member))
                from = member;
            else if (from.ValueKind == JsonValueKind.Array && IndexOf(token) is { } index && index < from.GetArrayLength())
                from = from[index];
            else
                return null;
        }

        return from.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : from;
    }

    /// <summary>Digits without a zero in front; <c>-</c>, the element behind the last, is never there.</summary>
    private static int? IndexOf(string token) =>
        int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && (token.Length == 1 || token[0] != '0') ? index : null;
}
