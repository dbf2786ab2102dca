using System.Text.Json;

namespace NovaFence.Http.Receivers.PagerDuty;

/// <summary>Reads what is there and of the right type; everything else is simply absent.</summary>
internal static class LenientJson
{
    /// <summary>The text of this name.</summary>
    public static string? Text(this JsonElement element, string name) => element.Of(name, JsonValueKind.String)?.AsText();

    /// <summary>The object of this name.</summary>
    public static JsonElement? Object(this JsonElement element, string name) => element.Of(name, JsonValueKind.Object);

    /// <summary>The array of this name.</summary>
    public static JsonElement? Array(this JsonElement element, string name) => element.Of(name, JsonValueKind.Array);

    /// <summary>The text, number or truth value of this name, or those of an array of this name.</summary>
    public static IEnumerable<string> Texts(this JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value))
            yield break;
        if (value.ValueKind != JsonValueKind.Array)
        {
            if (value.AsText() is { } text)
                yield return text;
            yield break;
        }

        foreach (var item in value.EnumerateArray())
        {
            if (item.AsText() is { } text)
                yield return text;
        }
    }

    private static JsonElement? Of(this JsonElement element, string name, JsonValueKind kind) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : null;

    /// <summary>Half a surrogate pair and bytes that are not UTF-8 pass the parser and only fail here; such a text counts as absent.</summary>
    private static string? AsText(this JsonElement value)
    {
        try
        {
            return value.Word();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
