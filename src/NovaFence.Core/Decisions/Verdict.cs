using System.Text.Json.Serialization;
using System.Text.Json;

namespace NovaFence.Core.Decisions;

/// <summary>What was decided, and why. A value up to the edge: text is made of it where somebody reads it, and nothing reads that text again.</summary>
/// <param name="Kind">What is to happen.</param>
/// <param name="Reason">Which reason of <c>docs/workflow.md</c> applies.</param>
/// <param name="Facts">The facts it rests on, for a person; without secrets.</param>
public sealed record Verdict(VerdictKind Kind, Reason Reason, string Facts)
{
    /// <summary>The label or place that named the host; null where no host was found, or none is named.</summary>
    public string? NamedBy { get; init; }

    /// <summary>Title and facts in one line, with what named the host.</summary>
    [JsonIgnore]
    public string Text => WithName(Facts.Length == 0 ? Reason.Title() : $"{Reason.Title()}: {Facts}", NamedBy);

    /// <summary>The text, and what named the host behind it.</summary>
    internal static string WithName(string text, string? namedBy) => namedBy is null ? text : $"{text}; named by {namedBy}";
}

/// <summary>Writes a reason as its title, and reads it by it.</summary>
public sealed class ReasonTitleConverter : JsonConverter<Reason>
{
    /// <inheritdoc />
    public override Reason Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ReasonText.Named(reader.GetString() ?? "") ?? Reason.Unfinished;

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, Reason value, JsonSerializerOptions options) => writer.WriteStringValue(value.Title());
}
