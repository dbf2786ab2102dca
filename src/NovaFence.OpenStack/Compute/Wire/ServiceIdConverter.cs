using System.Text.Json;
using System.Text.Json.Serialization;

namespace NovaFence.OpenStack.Compute.Wire;

/// <summary>Reads a service's UUID. Below 2.53 the id is a number, which is unique within its cell only: that is read as none.</summary>
internal sealed class ServiceIdConverter : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.String)
            return reader.GetString();
        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
