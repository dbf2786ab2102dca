using System.Text.Json;

namespace NovaFence.Http.Receivers;

/// <summary>Reads a sender's JSON as a tree, where a configuration says what stands where. A name twice in one object, and more than 32 levels, are refused.</summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    /// <summary>Reads the body; what is no JSON, or has a text that is none, is answered by <paramref name="refuse"/> with a sentence that goes on after "it is".</summary>
    public static Reading Read(ReadOnlyMemory<byte> body, Func<JsonElement, Reading> read, Func<string, Reading> refuse)
    {
        try
        {
            using var document = JsonDocument.Parse(body[Utf8Bom.Length(body.Span)..], Options);
            return read(document.RootElement);
        }
        catch (JsonException broken) when (broken.LineNumber is null)
        {
            // The parser says no place of it.
            return refuse("not JSON that can be taken: an object in it has a name twice");
        }
        catch (JsonException broken)
        {
            return refuse(FormattableString.Invariant($"not JSON that can be taken, at byte {broken.BytePositionInLine} of line {broken.LineNumber}"));
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, and bytes that are not UTF-8, pass the parser and fail where a text is asked for or names are compared.
            return refuse("not JSON that can be taken: something in it is no text");
        }
    }

    /// <summary>The text, number or truth value; null for anything else.</summary>
    /// <exception cref="InvalidOperationException">The text is none: half a surrogate pair, or bytes that are not UTF-8.</exception>
    public static string? Word(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };
}
