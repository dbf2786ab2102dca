using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NovaFence.Sandbox.Wire;

/// <summary>Writes and reads JSON without reflection.</summary>
internal static class Json
{
    // Nova's messages are full of quotes and backticks; a client that looks for them must find them as Nova sends them.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Object(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static void Array<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (T item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The document, or null when the bytes are not JSON.</summary>
    public static JsonElement? Parse(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A member of an object; null when it is not there or the element is no object.</summary>
    public static JsonElement? Member(this JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out JsonElement member) ? member : null;

    /// <summary>A string; null for everything else.</summary>
    public static string? Text(this JsonElement? element) =>
        element is { ValueKind: JsonValueKind.String } found ? found.GetString() : null;
}
